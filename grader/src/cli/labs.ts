import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { UsageError } from './shell.ts';

/** The repository's root. */
export const course = join(import.meta.dirname, '..', '..', '..');

/** Ids of the labs that the course has, e.g. "01-address". */
export function knownLabs(): string[] {
  const folder = join(course, 'labs');
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'lab.yaml')));
}

/** What the commands need of `lab.yaml`. */
export interface LabFile {
  title: string;
  /** Processor cores that one run keeps busy; 1 when it is left out. */
  cores?: number;
  settings: Record<string, string>;
  checkpoints: { id: string }[];
}

export function readLab(lab: string): LabFile {
  return parse(readFileSync(join(course, 'labs', lab, 'lab.yaml'), 'utf8')) as LabFile;
}

/** @throws UsageError when the lab has no such checkpoint. */
export function assertCheckpoint(lab: string, checkpoint: string): void {
  const ids = readLab(lab).checkpoints.map(({ id }) => id);
  if (!ids.includes(checkpoint)) {
    throw new UsageError(`Lab ${lab} has no checkpoint "${checkpoint}"; it has ${ids.join(', ')}.`);
  }
}
