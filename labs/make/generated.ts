import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Files, readFiles, sha256, writeFiles } from './files.ts';

/** Lists what was generated into a folder, with the SHA-256 of each file. */
const LIST = '.generated.json';

/** Hashes of generated files by their path. */
export type Hashes = Map<string, string>;

/** What has to happen to a folder so that it holds the generated files. */
export interface Plan {
  write: Files;
  remove: string[];
  /** Files among these that somebody has changed since they were generated. */
  edited: string[];
}

/** Compares a folder with the files that shall be generated into it. */
export async function planFor(folder: string, files: Files): Promise<Plan> {
  const listed = await listOf(folder);
  const present = await readFiles(folder, [...new Set([...files.keys(), ...listed.keys()])]);
  const write = new Map([...files].filter(([path, text]) => present.get(path) !== text));
  const remove = [...listed.keys()].filter((path) => present.has(path) && !files.has(path));
  const isEdited = (path: string) => present.has(path) && sha256(present.get(path) ?? '') !== listed.get(path);
  const edited = [...write.keys(), ...remove].filter(isEdited);
  const list = textOf(hashesOf(files));
  if ((await readFiles(folder, [LIST])).get(LIST) !== list) write.set(LIST, list);
  return { write, remove, edited };
}

/** Writes and removes as planned, whether edited or not. */
export async function carryOut(folder: string, { write, remove }: Plan): Promise<void> {
  await writeFiles(folder, write);
  for (const path of remove) await rm(join(folder, path));
}

/** What a folder's list says was generated into it. */
export async function listOf(folder: string): Promise<Hashes> {
  const text = (await readFiles(folder, [LIST])).get(LIST);
  return new Map(Object.entries(JSON.parse(text ?? '{}') as Record<string, string>));
}

export async function writeList(folder: string, hashes: Hashes): Promise<void> {
  await writeFiles(folder, new Map([[LIST, textOf(hashes)]]));
}

export function hashesOf(files: Files): Hashes {
  return new Map([...files].map(([path, text]) => [path, sha256(text)]));
}

function textOf(hashes: Hashes): string {
  return `${JSON.stringify(Object.fromEntries([...hashes].sort()), null, 2)}\n`;
}
