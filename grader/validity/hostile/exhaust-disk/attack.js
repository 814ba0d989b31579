import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forbidden } from './forbidden.js';

const block = Buffer.alloc(2 ** 20, 1);
const seen = [];
visit('/', 0);

for (const place of seen) {
  if (place === '/tmp') continue;
  await forbidden(`a file in ${place}`, () => writeFileSync(join(place, 'hostile-mark'), block) ?? true);
  await forbidden(`a folder in ${place}`, () => mkdirSync(join(place, 'hostile-folder')) ?? true);
}
const written = fill();
if (written < 60 || written > 64) throw new Error(`${written} MB were written`);
for (let count = 0; count < 5_000; count += 1) writeFileSync(`/tmp/empty-${count}`, '');
for (let count = 0; count < written; count += 1) rmSync(`/tmp/${count}`);
await forbidden('more room than 64 MB', () => statfsSync('/tmp').blocks * statfsSync('/tmp').bsize > 64 * 2 ** 20);

/** All folders, a few levels deep. */
function visit(folder, depth) {
  seen.push(folder);
  if (depth > 2 || folder === '/proc' || folder === '/usr') return;
  for (const entry of listing(folder)) if (entry.isDirectory()) visit(join(folder, entry.name), depth + 1);
}

function listing(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).slice(0, 100);
  } catch {
    return [];
  }
}

function fill() {
  for (let count = 0; ; count += 1) {
    try {
      writeFileSync(`/tmp/${count}`, block);
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
      rmSync(`/tmp/${count}`, { force: true });
      return count;
    }
  }
}
