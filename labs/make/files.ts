import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Text files of a folder, by their path in it. */
export type Files = Map<string, string>;

/** Reads some files, and folders whole. What does not exist is left out. */
export async function readFiles(folder: string, names: string[]): Promise<Files> {
  const lists = await Promise.all(names.map((name) => pathsOf(folder, name)));
  const entries = lists.flat().map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const);
  return new Map(await Promise.all(entries));
}

async function pathsOf(folder: string, name: string): Promise<string[]> {
  const path = join(folder, name);
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return undefined;
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (!entries) return [name];
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Writes files, and makes the folders that they need. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
