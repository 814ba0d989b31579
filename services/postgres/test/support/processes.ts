import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export const isRoot = process.getuid?.() === 0;
const holder = join(import.meta.dirname, 'holder.ts');

/** A folder that every user can enter, removed at the end. */
export function temporaryFolder(): { path: string } & Disposable {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'seeka-cluster-')));
  chmodSync(path, 0o755);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** A small disk, mounted while it is needed. */
export function mountedDisk(path: string, options: string): Disposable {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  return { [Symbol.dispose]: () => execFileSync('umount', [path]) };
}

export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

export function postmasterIn(directory: string): number {
  return Number(readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Resolves when no process has this id any more. */
export async function gone(pid: number): Promise<boolean> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await pause(10);
  }
}

interface Holder {
  child: ChildProcess;
  port: number;
  /** Of the fresh database that it holds. */
  name: string;
}

interface HoldOptions {
  uid?: number;
  gid?: number;
  /** Ends without leaving the cluster. */
  exits?: true;
  url?: string;
}

/** Starts another process that holds the cluster. */
export async function hold(directory: string, { exits, url = '', ...options }: HoldOptions = {}): Promise<Holder> {
  const words = [holder, directory, ...(exits ? ['exits'] : [])];
  const env = { ...process.env, DATABASE_URL: url };
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'], env, ...options });
  const said = once(child.stdout as NodeJS.ReadableStream, 'data') as Promise<[Buffer]>;
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the holder ended')));
  ended.catch(() => undefined);
  const [line] = await Promise.race([said, ended]);
  return { child, ...JSON.parse(line.toString()) };
}

/** Ends its input, or sends a signal, and waits until it has ended. */
export async function end({ child }: Holder, signal?: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  if (signal) child.kill(signal);
  else child.stdin?.end();
  await exit;
}
