import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { root } from '../../generate/source.ts';

export const build = `${root}docs/build/`;

/** What the site is made from. */
const sources = [
  'docs/{content,generate,plugins,src,static,captures}/**/*',
  'docs/*.{ts,yaml}',
  'CHANGELOG.md',
  'labs/*/{README.md,*.yaml,figures/*}',
  'solutions/*/{src,migrations}/*',
  'grader/{src,contracts/**}/*.ts',
  'grader/test/handbook/**/*.ts',
  'grader/validity/*/{result.json,mutants/**/*}',
  '{labs,services}/*/src/**/*.{ts,js}',
  'services/*/*.yaml',
];

/** Builds the site, unless the last build is newer than everything it is made from. One process builds, others wait. */
export function buildOnce(): void {
  using _turn = takeTurn(`${root}docs/.docusaurus`);
  if (!isCurrent()) execFileSync('npm', ['run', 'build', '-w', 'docs'], { cwd: root, stdio: 'pipe' });
}

function isCurrent(): boolean {
  const newest = Math.max(...globSync(sources, { cwd: root }).map((path) => statSync(root + path).mtimeMs));
  const [built] = globSync('index.html', { cwd: build });
  return built !== undefined && statSync(build + built).mtimeMs > newest;
}

/** Holds a lock file with this process's id; one whose process is gone counts as free. */
function takeTurn(folder: string): Disposable {
  const lock = `${folder}/build.lock`;
  mkdirSync(folder, { recursive: true });
  while (!tryToHold(lock)) {
    if (!isAlive(holderOf(lock))) rmSync(lock, { force: true });
    // Between two looks, 0.1 s.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  return { [Symbol.dispose]: () => rmSync(lock) };
}

function tryToHold(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** This process when the lock has gone meanwhile: then one tries again. */
function holderOf(lock: string): number {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return process.pid;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
