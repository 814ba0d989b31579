import type { Attempt } from '../../../src/course/attempts.ts';
import { type Course, readCourse } from '../../../src/course/course-file.ts';
import { CourseError } from '../../../src/course/course-places.ts';

export const labs = ['01-address', '02-person', '03-oauth2', '04-profile'];

/** A course file's parts, in which a test replaces what it is about. */
export interface Parts {
  timeZone?: string;
  labs?: string[];
  late?: string;
  attempts?: string;
  extensions?: string[];
}

/** A course of one lab, due on 12 February 2027 at 23:59 in Berlin. */
export function courseText(parts: Parts = {}): string {
  const { timeZone = 'Europe/Berlin', labs = ['01-address: { due: 2027-02-12 23:59 }'] } = parts;
  const { late = '{ graceDays: 3, perDay: 10, closesAfterDays: 7 }' } = parts;
  const { attempts = '{ tokens: 5, backAfterHours: 12, counts: best }', extensions = [] } = parts;
  return [
    'course: Microservices',
    'term: Spring 2027',
    `timeZone: ${timeZone}`,
    `late: ${late}`,
    `attempts: ${attempts}`,
    'labs:',
    ...labs.map((lab) => `  ${lab}`),
    ...(extensions.length > 0 ? ['extensions:'] : []),
    ...extensions.map((extension) => `  - ${extension}`),
  ].join('\n');
}

/** The same, read. */
export function courseWith(parts: Parts = {}): Course {
  return readCourse(courseText(parts), labs);
}

/** The faults of a course file. */
export function faultsOf(text: string, members?: { id: string }[]): string[] {
  try {
    readCourse(text, labs, members);
  } catch (error) {
    if (error instanceof CourseError) return error.faults;
    throw error;
  }
  throw new Error('The course file has no fault.');
}

/** An attempt for lab 01 at a time in Berlin's winter. */
export function attempt(id: string, at: string, score: number | null, lab = '01-address'): Attempt {
  return { id, lab, at: /Z|[+-]\d\d:\d\d$/.test(at) ? at : `${at.replace(' ', 'T')}:00+01:00`, score };
}
