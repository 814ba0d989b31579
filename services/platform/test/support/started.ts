import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freeUrl } from '../../src/service.ts';

const course = join(import.meta.dirname, '..', '..', '..', '..');
const main = join(course, 'services', 'platform', 'src', 'main.ts');

export interface Started {
  child: ChildProcess;
  gateway: string;
  /** The services' own URLs. */
  services: string[];
  /** What it has printed so far. */
  said(): string;
}

/** Starts the course without its site on a free port; resolves when it is ready. */
export async function start(databaseUrl: string, { npm = false } = {}): Promise<Started> {
  const gateway = await freeUrl();
  const words = ['--no-site', '--port', new URL(gateway).port];
  const [program, ...first] = npm ? ['npm', 'start', '--'] : [process.execPath, main];
  const child = spawn(program as string, [...first, ...words], {
    cwd: course,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  while (!said.includes('Ctrl-C')) await Promise.race([once(child.stdout, 'data'), failure(child)]);
  const services = [...said.matchAll(/, directly +(\S+)/g)].map(([, url]) => String(url));
  return { child, gateway, services, said: () => said };
}

async function failure(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`it has ended with ${code}`);
}

/** Runs it with these words to its end. */
export async function run(words: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    Array.fromAsync(child.stdout.setEncoding('utf8')),
    Array.fromAsync(child.stderr.setEncoding('utf8')),
    once(child, 'exit'),
  ]);
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

/** Everything that a process has started, and what that has started; the outermost first. */
export function descendants(pid: number | undefined): number[] {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = (parent: number | undefined): number[] =>
    rows.filter(([, above]) => above === parent).flatMap(([child]) => [child as number, ...children(child)]);
  return children(pid);
}

/** Resolves when none of these processes runs any more. */
export async function gone(pids: number[]): Promise<true> {
  while (pids.some(runs)) await pause(20);
  return true;
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
