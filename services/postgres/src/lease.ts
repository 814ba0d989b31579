import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Signals a process; one that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Somebody's right to use the server: a file named after the process and a number of its own. */
export class Lease {
  readonly #folder: string;
  readonly #file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#file = join(folder, `${process.pid}-${process.hrtime.bigint()}`);
    writeFileSync(this.#file, '');
  }

  /** Gives it back; whether it was the last. Synchronous, so that an exiting process can still do it. */
  release(): boolean {
    rmSync(this.#file, { force: true });
    const alive = readdirSync(this.#folder).filter((name) => {
      const lives = isAlive(Number.parseInt(name, 10));
      if (!lives) rmSync(join(this.#folder, name), { force: true });
      return lives;
    });
    return alive.length === 0;
  }
}

/** Longer than initdb on the slowest machine. */
const LOCK_LIMIT_MS = 60_000;

/** Runs `work` while no other process does; a lock whose holder has died is broken. */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, 'lock');
  const limit = performance.now() + LOCK_LIMIT_MS;
  while (!taken(lock)) {
    if (performance.now() > limit) throw new Error(`Another process holds ${lock}. If none runs, delete it.`);
    await pause(20);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = holderOf(lock);
    if (holder && !isAlive(holder)) rmSync(lock, { force: true });
    return false;
  }
}

function holderOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}
