import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A service that is graded to judge the grader. */
export interface Subject {
  name: string;
  folder: string;
}

/** A server that is no service, and what it may earn at most. */
export type Degenerate = Subject & { most: number };

/** The reference solution, and the correct services written by other means. */
export async function goodServices(course: string, lab: string): Promise<Subject[]> {
  const folder = join(course, 'grader', 'validity', lab, 'good');
  const names = existsSync(folder) ? (await readdir(folder)).sort() : [];
  const reference = { name: 'reference', folder: join(course, 'solutions', lab) };
  return [reference, ...names.map((name) => ({ name, folder: join(folder, name) }))];
}

/** Servers that are no services, those of every lab and those of this one, with what each may earn. */
export async function degenerateServers(course: string, lab: string): Promise<Degenerate[]> {
  const validity = join(course, 'grader', 'validity');
  const folders = await Promise.all(['.', lab].map((of) => foldersIn(join(validity, of, 'degenerate'))));
  // What is done well before a crash is paid for.
  return folders.flat().map((it) => ({ ...it, most: it.name.startsWith('crashes') ? 2 : 0 }));
}

async function foldersIn(folder: string): Promise<Subject[]> {
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.sort().map((name) => ({ name, folder: join(folder, name) }));
}
