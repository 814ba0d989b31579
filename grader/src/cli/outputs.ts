import { accessSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Report } from '../types.ts';
import { UsageError } from './shell.ts';

/** Files to write. */
export interface Outputs {
  json?: string;
  html?: string;
  junit?: string;
  gradescope?: string;
  githubClassroom?: string;
}

/** Where they lie, links followed; their folders must exist. */
export function realFilesOf(outputs: Outputs): string[] {
  return filesOf(outputs).map((file) => join(realpathSync(dirname(file)), basename(file)));
}

function filesOf({ json, html, junit, gradescope, githubClassroom }: Outputs): string[] {
  return [json, html, junit, gradescope, githubClassroom].filter((file) => file !== undefined);
}

/** Told before the submission is graded. @throws UsageError when a file cannot be written. */
export function assertWritable(outputs: Outputs): void {
  for (const file of filesOf(outputs)) assertFile(file);
}

function assertFile(file: string): void {
  const entry = statSync(file, { throwIfNoEntry: false });
  if (entry?.isDirectory()) throw new UsageError(`Cannot write ${file}: it is a folder.`);
  const folder = dirname(file);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`Cannot write ${file}: its folder does not exist.`);
  try {
    accessSync(entry ? file : folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`Cannot write ${file}: no permission (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Makes a folder where there is none, with those above it. @throws UsageError when it cannot be. */
export function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  // One by one: in /proc, Node's own `recursive` never ends.
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`The folder ${folder} cannot be made (${code}). Choose another.`);
  }
}

export async function writeReports(report: Report, outputs: Outputs, change?: number): Promise<void> {
  const { json, html, junit, gradescope, githubClassroom } = outputs;
  if (json) await writeFile(json, (await import('../report/json.ts')).json(report));
  if (html) await writeFile(html, (await import('../report/html.ts')).html(report, { change }));
  if (junit) await writeFile(junit, (await import('../report/junit.ts')).junitXml(report));
  if (gradescope) await writeOrRemove(gradescope, (await import('../export/gradescope.ts')).gradescopeJson(report));
  if (githubClassroom)
    await writeFile(githubClassroom, (await import('../export/github-classroom.ts')).classroomBase64(report));
}

/** An older result must not stand where there is none. */
async function writeOrRemove(file: string, text: string | undefined): Promise<void> {
  if (text === undefined) await rm(file, { force: true });
  else await writeFile(file, text);
}
