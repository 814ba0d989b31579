import { readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { lives, nameOf } from './processes.ts';

/** Longer than initdb on the slowest machine. */
const LIMIT_MS = 60_000;
/** As long as a process that ends may tarry. */
const LIMIT_AT_END_MS = 1_000;

/** Runs `work` while no other process does; `file` must be in a folder that exists. */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  for (const limit = performance.now() + LIMIT_MS; !taken(file); await pause(10)) {
    if (performance.now() > limit) throw new Error(`another process holds ${file}. If none runs, delete it`);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** The same without waiting for events, for a process that ends. Whoever holds the lock for long needs the server. */
export function aloneAtEnd(file: string, work: () => void): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (const limit = performance.now() + LIMIT_AT_END_MS; !taken(file); Atomics.wait(clock, 0, 0, 10)) {
    if (holderOf(file) === nameOf(process.pid) || performance.now() > limit) break;
  }
  work();
  if (holderOf(file) === nameOf(process.pid)) rmSync(file, { force: true });
}

/** The lock is a symbolic link to its holder's name: a link is made whole, or not at all. */
function taken(file: string): boolean {
  if (linked(nameOf(process.pid), file)) return true;
  const holder = holderOf(file);
  if (holder && !lives(holder)) breakLock(file, holder);
  return false;
}

/** Only who makes the mark may break it; else a late process would break the lock of the next holder. */
function breakLock(file: string, holder: string): void {
  const mark = `${file}.${holder}`;
  if (!linked(nameOf(process.pid), mark)) return;
  if (holderOf(file) === holder) rmSync(file, { force: true });
  rmSync(mark, { force: true });
}

function linked(name: string, file: string): boolean {
  try {
    symlinkSync(name, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
