import type { Knex } from 'knex';
import type { Course } from '../course/course-file.ts';
import type { Attempt } from './gradebook.ts';
import { type Judged, scoreInForce } from './in-force.ts';
import type { Which } from './regrade.ts';
import { rosterOf } from './roster-id.ts';

/** An attempt, when it was handed in, and what it is worth now. */
export interface Tried extends Attempt {
  /** The member's. */
  name: string;
  group: string | null;
  handedInAt: Date;
  isGraded: boolean;
  /** Of what was graded. */
  submissionDigest: string | null;
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
    .select('attempts.*', 'members.name', 'group', 'fault', 'submissionDigest', 'grades.score as first')
    .select(knex.raw('(grades.attempt is not null) as "isGraded"'), knex.raw(JUDGED), knex.raw(POINTS));
  return rows.map(({ judged, points, ...row }) => {
    const adjusted = points.reduce((sum, one) => sum + one, 0);
    return { ...row, adjusted, score: scoreInForce(row.first, judged, points) };
  });
}

/** The attempts for a course's labs, in order of time. */
export interface Gradings {
  counting: Tried[];
  /** Of them another grading of the same counts. */
  replaced: Tried[];
}

/** The attempts that count for a course, in order of time. */
export async function countingOf(knex: Knex, course: Pick<Course, 'labs'>, which: Which = all): Promise<Tried[]> {
  return (await gradingsOf(knex, course, which)).counting;
}

/**
 * What was handed in counts once, from when it first was, however often it is graded: all that the portal took in; of a
 * roster that was graded again, and of the same files in several, the last grading that gave the member a score.
 */
export async function gradingsOf(knex: Knex, { labs }: Pick<Course, 'labs'>, which: Which = all): Promise<Gradings> {
  const ids = labs.map(({ lab }) => lab);
  const batches: string[] = await knex('batches').whereIn('lab', ids).orderBy('begunAt').pluck('id');
  const tried = await triedOf(knex, (attempts) => which(attempts).whereIn('batch', batches));
  const order = new Map(batches.map((id, n) => [id, n]));
  const rank = ({ batch, score }: Tried) => (order.get(batch) ?? 0) + (score === null ? 0 : batches.length);
  const ranked = tried.toSorted((one, other) => rank(one) - rank(other));
  const counting = new Set(lastOfEach(lastOfEach(ranked, placeOf), contentOf));
  const first = new Map(tried.toReversed().map((one) => [contentOf(one), one.handedInAt]));
  return {
    counting: tried
      .filter((one) => counting.has(one))
      .map((one) => ({ ...one, handedInAt: first.get(contentOf(one)) ?? one.handedInAt }))
      .sort((one, other) => one.handedInAt.getTime() - other.handedInAt.getTime()),
    replaced: tried.filter((one) => !counting.has(one)),
  };
}

function all(attempts: Knex.QueryBuilder): Knex.QueryBuilder {
  return attempts;
}

/** Of the batches that have the same, the last one's attempts. */
function lastOfEach(ranked: Tried[], keyOf: (one: Tried) => string): Tried[] {
  const last = new Map(ranked.map((one) => [keyOf(one), one.batch]));
  return ranked.filter((one) => last.get(keyOf(one)) === one.batch);
}

/** The same in all gradings of one roster. */
function placeOf(one: Tried): string {
  return JSON.stringify([rosterOf(one.batch) ?? one.batch, ownerOf(one)]);
}

/** The same for the same files, or for the same service in all gradings of one roster. */
function contentOf(one: Tried): string {
  const { id, batch, lab, parcel, submissionDigest, url } = one;
  const roster = rosterOf(batch);
  const content = url === null ? (submissionDigest ?? parcel) : `${roster} ${url}`;
  // At the portal a member hands in each by itself.
  return roster === undefined || content === null ? id : JSON.stringify([lab, ownerOf(one), content]);
}

function ownerOf({ member, group }: Tried): string {
  return group === null ? `member ${member}` : `group ${group}`;
}
