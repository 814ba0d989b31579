import { existsSync, statSync } from 'node:fs';
import { readdir, readFile, realpath, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { makeFolder } from '../cli/outputs.ts';
import { UsageError } from '../cli/shell.ts';

/** What an earlier run has written is known by this word in its package.json, at `seeka.made`. */
export type Made = 'students’ edition' | 'instructors’ edition' | 'packed service';

/** Kept, whatever is written anew: the folder's history, and what was installed there. */
const KEPT = new Set(['.git', 'node_modules']);

/**
 * Makes an empty folder ready; with `force`, one that holds what an earlier run has made, but nothing else.
 * @returns its real path.
 * @throws UsageError when something else is there, or it is part of `source`.
 */
export async function emptyFolder(wanted: string, { source, force }: { source: string; force?: boolean | undefined }) {
  const out = await realPlace(wanted);
  if (contains(source, out) || contains(out, source)) {
    throw new UsageError(`${wanted} and ${source} are one inside the other. Choose a folder beside it.`);
  }
  if (existsSync(out) && !statSync(out).isDirectory())
    throw new UsageError(`${wanted} is a file. Choose a new folder.`);
  const present = (existsSync(out) ? await readdir(out) : []).filter((name) => !KEPT.has(name));
  if (present.length > 0 && !force) {
    throw new UsageError(`${wanted} is not empty, so nothing was done. Choose a new folder, or say --force.`);
  }
  if (present.length > 0 && !(await isMade(out))) {
    throw new UsageError(`${wanted} holds what this command has not made. Choose a new folder.`);
  }
  await clear(out);
  makeFolder(out);
  return out;
}

/** Removes all but the history and what was installed. */
export async function clear(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  for (const name of names.filter((it) => !KEPT.has(it))) await rm(join(folder, name), { recursive: true });
}

async function isMade(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  try {
    return (JSON.parse(text) as { seeka?: { made?: Made } }).seeka?.made !== undefined;
  } catch {
    return false;
  }
}

/** Also of a folder that is not there yet. */
async function realPlace(path: string): Promise<string> {
  const whole = resolve(path);
  if (existsSync(whole)) return await realpath(whole);
  return join(await realPlace(dirname(whole)), relative(dirname(whole), whole));
}

function contains(folder: string, path: string): boolean {
  return !relative(folder, path).startsWith('..');
}
