import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../generate/source.ts';

/** What the terminal shows, with its colours, by the name of its file in docs/captures. */
interface Session {
  grade: string;
  mended: string;
}

/** Grades code through checkpoint 1.4 that forgets to compare `If-Match`, mends it, and grades it again. */
export function gradingSession(): Session {
  const folder = mkdtempSync(join(tmpdir(), 'seeka-session-'));
  const mine = join(folder, 'my-address');
  const etag = join(mine, 'src', 'etag.ts');
  try {
    seeka('lab', 'start', '01-address', mine);
    seeka('lab', 'catch-up', '01-address', '--through', '1.4', mine);
    const right = readFileSync(etag, 'utf8');
    writeFileSync(etag, forgettingToCompare(right));
    const grade = graded(mine);
    writeFileSync(etag, right);
    return { grade, mended: graded(mine) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As typed, and what was printed, as far as the first failure. */
function graded(mine: string): string {
  const printed = seeka('grade', mine, '--through', '1.4', '--seed', '8812').replaceAll('\r', '');
  const asTyped = '$ npx --no-install seeka grade ../my-address --through 1.4';
  return `${[asTyped, ...printed.trim().split('\n\n').slice(0, 2)].join('\n\n')}\n`;
}

function forgettingToCompare(code: string): string {
  const wrong = code
    .replace(/ +if \(!tagsIn\(ifMatch\)\.includes.*\n/, '')
    .replace('return { id, version };', 'return { id };');
  if (wrong === code) throw new Error('src/etag.ts compares If-Match in another way now.');
  return wrong;
}

function seeka(...words: string[]): string {
  const env = { ...process.env, FORCE_COLOR: '1' };
  return execFileSync('npx', ['--no-install', 'seeka', ...words], { cwd: root, env, encoding: 'utf8' });
}
