import type { Knex } from 'knex';
import type { Course } from '../course/course-file.ts';
import type { Attempt } from './gradebook.ts';
import { standingsOf, type Which } from './regrade.ts';

/** An attempt, when it was handed in, and what it is worth now. */
export interface Tried extends Attempt {
  /** The member's. */
  name: string;
  handedInAt: Date;
  isGraded: boolean;
  /** What the first grading gave. */
  first: number | null;
  /** Why the grader could not grade it; for staff. */
  fault: string | null;
  /** The score that counts now, with regrades and adjustments. */
  score: number | null;
  /** What people have added or taken, in all. */
  adjusted: number;
}

/** The batches that count for a course: all that the portal took in; a roster that was graded again counts as graded last. */
export async function countingBatches(knex: Knex, { labs }: Pick<Course, 'labs'>): Promise<string[]> {
  const ids = labs.map(({ lab }) => lab);
  const batches: string[] = await knex('batches').whereIn('lab', ids).orderBy('begunAt').pluck('id');
  // After the digest of a roster, ids differ in the number at their end.
  return [...new Map(batches.map((id) => [id.replace(/(-[0-9a-f]+)-\d+$/, '$1'), id])).values()];
}

/** The attempts that are chosen, in order of time. */
export async function triedOf(knex: Knex, which: Which): Promise<Tried[]> {
  const standing = new Map((await standingsOf(knex, which)).map((one) => [one.attempt, one]));
  const rows: (Attempt & Pick<Tried, 'handedInAt' | 'fault' | 'first' | 'isGraded'>)[] = await which(knex('attempts'))
    .leftJoin('grades', 'attempt', 'attempts.id')
    .orderBy(['handedInAt', 'attempts.id'])
    .select('attempts.*', 'fault', 'grades.score as first', knex.raw('(attempt is not null) as "isGraded"'));
  return rows.map((row) => {
    const { name = '', score = null, adjusted = 0 } = standing.get(row.id) ?? {};
    return { ...row, name, score, adjusted };
  });
}
