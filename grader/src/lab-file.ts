import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CourseError, readSource, type Source, schemaFault } from './course/course-places.ts';
import { formOf, number, record, text, whole } from './course/form.ts';
import type { Checkpoint } from './types.ts';

/** `labs/NN/lab.yaml`. */
export interface LabFile {
  lab: string;
  title: string;
  term: string;
  version: string;
  /** Processor cores that one run keeps busy; 1 when it is left out. */
  cores?: number;
  /** What each is for. */
  settings: Record<string, string>;
  checkpoints: Checkpoint[];
}

/** A file of a lab that cannot be used; the message names it, and tells each fault with its line. */
export class LabFileError extends Error {
  override readonly name = 'UsageError';
}

const list = { type: 'array', items: text(100), description: 'a list of texts' };
const minutes = { read: number(0, 10_000), code: number(0, 10_000), write: number(0, 10_000) };
const checkpoint = {
  id: { type: 'string', pattern: '^\\d+\\.\\d+$', description: 'a text such as "1.2", in quotation marks' },
  title: text(200),
  points: whole(1, 100),
};
const labSchema = record(
  ['lab', 'title', 'term', 'version', 'minutes', 'difficulty', 'prerequisites', 'settings', 'checkpoints'],
  {
    ...{ lab: text(64), title: text(200), term: text(200), version: text(64) },
    minutes: record(Object.keys(minutes), minutes),
    ...{ difficulty: whole(1, 5), cores: whole(1, 64) },
    prerequisites: record(['labs', 'lessons'], { labs: list, lessons: list }),
    settings: { type: 'object', additionalProperties: text(500), description: 'a map of settings, each with a text' },
    checkpoints: {
      ...{ type: 'array', minItems: 1, description: 'a list of checkpoints' },
      items: record(Object.keys(checkpoint), checkpoint),
    },
  },
);
const isLabFile = formOf<LabFile>(labSchema);

/** Reads `lab.yaml` of a lab. @throws LabFileError */
export function readLabFile(course: string, lab: string): LabFile {
  return reading(course, join('labs', lab, 'lab.yaml'), (source) => {
    if (isLabFile(source.value)) return source.value;
    throw new CourseError((isLabFile.errors ?? []).map((error) => schemaFault(source, error)));
  });
}

/** Reads `hints.yaml` of a lab; whether all hints are there, the rubric says. @throws LabFileError */
export function readHints(course: string, lab: string): unknown {
  return reading(course, join('labs', lab, 'hints.yaml'), ({ value }) => value);
}

function reading<T>(course: string, file: string, take: (source: Source) => T): T {
  const written = readFileSync(join(course, file), 'utf8');
  try {
    return take(readSource(written));
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    throw new LabFileError([`${file} cannot be used:`, ...error.faults].join('\n  '));
  }
}
