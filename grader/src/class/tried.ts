import type { Knex } from 'knex';
import type { Course } from '../course/course-file.ts';
import type { Attempt } from './gradebook.ts';
import { type Judged, scoreInForce } from './in-force.ts';
import type { Which } from './regrade.ts';

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

type Found = Omit<Tried, 'score' | 'adjusted'> & { judged: Judged[]; points: number[] };

/** In the order in which they were applied. */
const JUDGED = `coalesce((select json_agg(json_build_object('score', regraded.score, 'neverLower', "neverLower")
  order by "appliedAt", regrades.id) from regraded join regrades on regrades.id = regrade
  where regraded.attempt = attempts.id and "withdrawnAt" is null and "appliedAt" is not null), '[]') as judged`;
const POINTS = `coalesce((select json_agg(points order by adjustments.id) from adjustments
  where adjustments.attempt = attempts.id), '[]') as points`;

/** The attempts that are chosen, in order of time. One query, for every page of the portal asks. */
export async function triedOf(knex: Knex, which: Which): Promise<Tried[]> {
  const rows: Found[] = await which(knex('attempts'))
    .join('members', 'members.id', 'attempts.member')
    .leftJoin('grades', 'grades.attempt', 'attempts.id')
    .orderBy(['handedInAt', 'attempts.id'])
    .select('attempts.*', 'members.name', 'fault', 'grades.score as first')
    .select(knex.raw('(grades.attempt is not null) as "isGraded"'), knex.raw(JUDGED), knex.raw(POINTS));
  return rows.map(({ judged, points, ...row }) => {
    const adjusted = points.reduce((sum, one) => sum + one, 0);
    return { ...row, adjusted, score: scoreInForce(row.first, judged, points) };
  });
}
