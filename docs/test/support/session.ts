import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../generate/source.ts';

/**
 * Grades code through checkpoint 1.4 that forgets to compare `If-Match`.
 * Returns what the terminal shows, as far as the first failure, with its colours.
 */
export function gradingSession(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seeka-session-'));
  const mine = join(folder, 'my-address');
  try {
    seeka('lab', 'start', '01-address', mine);
    seeka('lab', 'catch-up', '01-address', '--through', '1.4', mine);
    forgetToCompare(join(mine, 'src', 'etag.ts'));
    const printed = seeka('grade', mine, '--through', '1.4', '--seed', '8812').replaceAll('\r', '');
    const asTyped = '$ npx --no-install seeka grade ../my-address --through 1.4';
    return `${[asTyped, ...printed.trim().split('\n\n').slice(0, 2)].join('\n\n')}\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function forgetToCompare(file: string): void {
  const code = readFileSync(file, 'utf8');
  const wrong = code
    .replace(/ +if \(!tagsIn\(ifMatch\)\.includes.*\n/, '')
    .replace('return { id, version };', 'return { id };');
  if (wrong === code) throw new Error(`${file} compares If-Match in another way now.`);
  writeFileSync(file, wrong);
}

function seeka(...words: string[]): string {
  const env = { ...process.env, FORCE_COLOR: '1' };
  return execFileSync('npx', ['--no-install', 'seeka', ...words], { cwd: root, env, encoding: 'utf8' });
}
