import { existsSync } from 'node:fs';
import { cp, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type Files, readFiles, sha256, writeFiles } from '../../../labs/make/files.ts';
import { type Hashes, hashesOf, listOf, writeList } from '../../../labs/make/generated.ts';
import { readLab } from '../../../labs/make/lab.ts';
import { stateOf } from '../../../labs/make/state.ts';
import { course } from './labs.ts';
import { makeFolder } from './outputs.ts';
import { UsageError } from './shell.ts';
import { inferred } from './submission.ts';

/** Written by hand, beside what is generated. */
const HANDOUT = ['README.md', 'lab.yaml', 'hints.yaml', 'figures'];
/** Here a state replaces whatever there was: a file left over would be loaded too. */
const CODE = ['src', 'migrations'];

/** A student's copy of a lab, outside the course's folder. */
export interface Copy {
  folder: string;
  lab: string;
  /** The checkpoint that its code began with; '0' is the starter. */
  through: string;
}

/** @throws UsageError when the folder is no copy of a lab, or of another one. */
export async function copyIn(folder: string, lab?: string): Promise<Copy> {
  const found = existsSync(folder) ? inferred(folder) : undefined;
  if (!found) throw new UsageError(`${folder} is no copy of a lab. seeka lab start makes one.`);
  if (lab !== undefined && lab !== found) throw new UsageError(`${folder} is a copy of lab ${found}, not of ${lab}.`);
  if (isInCourse(folder)) throw new UsageError(`${folder} is a part of the course, no student's copy.`);
  const text = (await readFiles(folder, ['package.json'])).get('package.json') ?? '{}';
  const { seeka } = JSON.parse(text) as { seeka?: { through?: string } };
  return { folder, lab: found, through: seeka?.through ?? '0' };
}

/** Makes a copy. @throws UsageError when something is there already. */
export async function startCopy(copy: Copy): Promise<void> {
  const { folder } = copy;
  if (isInCourse(folder)) throw new UsageError(`${folder} is inside the course. Choose a folder beside it.`);
  makeFolder(folder);
  if ((await readdir(folder)).length > 0)
    throw new UsageError(`${folder} is not empty, so nothing was done. Choose a new folder.`);
  // There the course's packages are found, in a terminal and in an editor.
  await symlink(join(course, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const files = await courseFiles(copy);
  await writeFiles(folder, files);
  await writeList(folder, hashesOf(files));
}

/** Gives a copy the code through its checkpoint. Resolves with the folder that keeps the copy as it was. */
export async function catchUp(copy: Copy): Promise<string> {
  const { folder } = copy;
  const files = await courseFiles(copy);
  const backup = `${resolve(folder)}.${stamp()}`;
  await cp(folder, backup, { recursive: true, errorOnExist: true, filter: (path) => !path.endsWith('node_modules') });
  for (const name of CODE) await rm(join(folder, name), { recursive: true, force: true });
  await writeFiles(folder, files);
  await writeList(folder, hashesOf(files));
  return backup;
}

/** Gives some files of a copy the course's content. Resolves with the names under which the student's are kept. */
export async function resetFiles(copy: Copy, paths: string[]): Promise<string[]> {
  const files = await courseFiles(copy);
  const unknown = paths.filter((path) => !files.has(path));
  if (unknown.length > 0) throw new UsageError(`The lab has no ${unknown.join(', ')}. Give paths as in README.md.`);
  const chosen: Files = new Map(paths.map((path) => [path, files.get(path) ?? '']));
  const present = await readFiles(copy.folder, paths);
  const kept = paths.filter((path) => present.has(path) && present.get(path) !== chosen.get(path));
  const suffix = `.${stamp()}`;
  for (const path of kept) await rename(join(copy.folder, path), join(copy.folder, path + suffix));
  await writeFiles(copy.folder, chosen);
  await writeList(copy.folder, new Map([...(await listOf(copy.folder)), ...hashesOf(chosen)]));
  return kept.map((path) => path + suffix);
}

export interface Update {
  brought: string[];
  /** Changed by the course and by the student; left as the student has it. */
  conflicts: string[];
}

/** Brings what the course has changed since, into files that the student has not. */
export async function updateCopy(copy: Copy): Promise<Update> {
  const files = await courseFiles(copy);
  const listed = await listOf(copy.folder);
  const present = await readFiles(copy.folder, [...files.keys()]);
  const changed = [...files].filter(([path, text]) => sha256(text) !== listed.get(path) && present.get(path) !== text);
  const [brought, conflicts] = partition(changed, ([path]) => !isEdited(path, present, listed));
  await writeFiles(copy.folder, new Map(brought));
  await writeList(copy.folder, new Map([...listed, ...hashesOf(new Map(brought))]));
  return { brought: brought.map(([path]) => path), conflicts: conflicts.map(([path]) => path) };
}

function isEdited(path: string, present: Files, listed: Hashes): boolean {
  const text = present.get(path);
  return text === undefined ? listed.has(path) : sha256(text) !== listed.get(path);
}

/** What the course puts into a copy. @throws UsageError when the solution that it takes is not there. */
async function courseFiles({ folder, lab: id, through }: Copy): Promise<Files> {
  const lab = await readLab(course, id);
  if (through !== '0' && !existsSync(lab.solution)) {
    throw new UsageError('This edition of the course holds no solutions, so there is nothing to catch up with.');
  }
  const handout = await readFiles(lab.folder, HANDOUT);
  const code =
    through === '0' ? await readFiles(lab.folder, [...(await listOf(lab.folder)).keys()]) : await stateOf(lab, through);
  const files: Files = new Map([...handout, ...code]);
  files.set('package.json', named(files.get('package.json') ?? '{}', { lab: id, through }));
  const fromHere = (link: string) => `](${relative(folder, join(lab.folder, link.slice(']('.length)))}`;
  files.set('README.md', (files.get('README.md') ?? '').replaceAll(/\]\(\.\.\/[^)#]+/g, fromHere));
  return files;
}

/** Says in package.json which lab it is, and with which code it began. */
function named(text: string, seeka: { lab: string; through: string }): string {
  return `${JSON.stringify({ ...JSON.parse(text), seeka }, null, 2)}\n`;
}

function isInCourse(folder: string): boolean {
  return !relative(course, resolve(folder)).startsWith('..');
}

/** Sorts by time, and is fit for a file's name: 2027-01-19T16-04-05-120Z. */
function stamp(): string {
  return new Date().toISOString().replaceAll(/[:.]/g, '-');
}

function partition<T>(items: T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
