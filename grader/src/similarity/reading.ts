import { existsSync } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fingerprints, fingerprintsOf, hashesOf } from './fingerprints.ts';
import { type Candidate, type Options, SimilarityError } from './similarity.ts';
import { readSources } from './sources.ts';

/** A submission read: its files' names, what was not read of it, and its fingerprints. */
export interface Reading {
  candidate: Candidate;
  paths: string[];
  notes: string[];
  prints: Fingerprints;
}

/** One after the other: the text of only one submission is in memory. */
export async function readAll(candidates: Candidate[], { onProgress }: Options): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const candidate of candidates) {
    const { files, notes } = await readSources(candidate.folder);
    notes.unshift(...(await caughtUp(candidate.folder)));
    readings.push({ candidate, notes, prints: fingerprintsOf(files), paths: files.map(({ path }) => path) });
    onProgress?.(readings.length, candidates.length);
  }
  return readings;
}

/** Says so where `seeka lab catch-up` gave somebody the course's own code: others may have the same with equal right. */
async function caughtUp(folder: string): Promise<string[]> {
  const path = join(folder, 'package.json');
  const entry = await lstat(path).catch(() => undefined);
  if (!entry?.isFile() || entry.size > 100_000) return [];
  const [, through] = /"through":\s*"(\d+\.\d+)"/.exec(await readFile(path, 'utf8')) ?? [];
  if (!through) return [];
  return [
    `It says that it began with the course's code through ${through} (seeka lab catch-up); others may have the same.`,
  ];
}

/** Hashes of what everybody was given: the lab, and the kit in case it was copied. */
export async function starterOf({ lab, course }: Options): Promise<Set<number>> {
  const folder = join(course, 'labs', lab);
  if (!existsSync(join(folder, 'lab.yaml'))) throw new SimilarityError(`There is no lab "${lab}".`);
  const given = await Promise.all([folder, join(course, 'services', 'kit')].map(readSources));
  return hashesOf(given.flatMap(({ files }) => files));
}
