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

/**
 * The attempts that count for a course, in order of time: all that the portal took in; of a roster that was graded
 * again, each member's in the last grading that gave the member a score.
 */
export async function countingOf(knex: Knex, { labs }: Pick<Course, 'labs'>, which: Which = all): Promise<Tried[]> {
  const ids = labs.map(({ lab }) => lab);
  const batches: string[] = await knex('batches').whereIn('lab', ids).orderBy('begunAt').pluck('id');
  const tried = await triedOf(knex, (attempts) => which(attempts).whereIn('batch', batches));
  const order = new Map(batches.map((id, n) => [id, n]));
  const rank = ({ batch, score }: Tried) => (order.get(batch) ?? 0) + (score === null ? 0 : batches.length);
  const ranked = tried.toSorted((one, other) => rank(one) - rank(other));
  const counting = new Map(ranked.map((one) => [gradingOf(one), one.batch]));
  return tried.filter((one) => counting.get(gradingOf(one)) === one.batch);
}

function all(attempts: Knex.QueryBuilder): Knex.QueryBuilder {
  return attempts;
}

/** The same for a member's attempts in all gradings of one roster. */
function gradingOf({ batch, member }: Tried): string {
  // After the digest of a roster, ids differ in the number at their end.
  return `${batch.replace(/(-[0-9a-f]+)-\d+$/, '$1')}/${member}`;
}
