import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Report } from '../types.ts';
import { UsageError } from './shell.ts';

/** Files to write. */
export interface Outputs {
  json?: string;
  html?: string;
  junit?: string;
}

/** Where they lie, links followed; their folders must exist. */
export function realFilesOf(outputs: Outputs): string[] {
  return filesOf(outputs).map((file) => join(realpathSync(dirname(file)), basename(file)));
}

function filesOf({ json, html, junit }: Outputs): string[] {
  return [json, html, junit].filter((file) => file !== undefined);
}

/** Told before the submission is graded. @throws UsageError when a file cannot be written. */
export function assertWritable(outputs: Outputs): void {
  for (const file of filesOf(outputs)) assertFile(file);
}

function assertFile(file: string): void {
  const entry = statSync(file, { throwIfNoEntry: false });
  if (entry?.isDirectory()) throw new UsageError(`Cannot write ${file}: it is a folder.`);
  try {
    accessSync(entry ? file : dirname(file), constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'its folder does not exist' : `no permission (${code})`;
    throw new UsageError(`Cannot write ${file}: ${reason}.`);
  }
}

export async function writeReports(report: Report, { json, html, junit }: Outputs, change?: number): Promise<void> {
  if (json) await writeFile(json, (await import('../report/json.ts')).json(report));
  if (html) await writeFile(html, (await import('../report/html.ts')).html(report, { change }));
  if (junit) await writeFile(junit, (await import('../report/junit.ts')).junitXml(report));
}
