import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LabFile, readLabFile } from '../lab-file.ts';
import { UsageError } from './shell.ts';

/** The repository's root. */
export const course = join(import.meta.dirname, '..', '..', '..');

/** Ids of the labs that the course has, e.g. "01-address". */
export function knownLabs(): string[] {
  const folder = join(course, 'labs');
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'lab.yaml')));
}

/** @throws UsageError when the course has no such lab. */
export function assertLab(lab: string): void {
  const labs = knownLabs();
  if (!labs.includes(lab)) throw new UsageError(`There is no lab "${lab}". The labs are: ${labs.join(', ')}.`);
}

export function readLab(lab: string): LabFile {
  return readLabFile(course, lab);
}

/** @throws UsageError when the lab has no such checkpoint. */
export function assertCheckpoint(lab: string, checkpoint: string): void {
  const ids = readLab(lab).checkpoints.map(({ id }) => id);
  if (!ids.includes(checkpoint)) {
    throw new UsageError(`Lab ${lab} has no checkpoint "${checkpoint}"; it has ${ids.join(', ')}.`);
  }
}
