import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { differences } from './differences.ts';
import { type Attempt, type Batch, found, type Grade, type Gradebook, NotInGradebook } from './gradebook.ts';
import { type Judged, scoreInForce } from './in-force.ts';
import type { Queue } from './queue.ts';
import { assertNothingStandsOn, assertUpToDate } from './regrade-order.ts';
import { assertJudged } from './regrade-progress.ts';

/** A batch judged once more. It counts from when it is applied until it is withdrawn. */
export interface Regrade {
  id: string;
  batch: string;
  contractDigest: string;
  /** All of them when null. */
  checks: string[] | null;
  neverLower: boolean;
  reason: string;
  begunBy: string;
  appliedAt: Date | null;
  withdrawnAt: Date | null;
}

/** What would change, or has changed, for one member. */
export interface Change {
  member: string;
  name: string;
  /** Which of the member's attempts. */
  nth: number;
  before: number | null;
  after: number | null;
  /** Checks that are judged otherwise now, each as `id: failed → passed`. */
  why: string[];
}

export type Wish = Pick<Regrade, 'contractDigest' | 'checks' | 'neverLower' | 'reason' | 'begunBy'>;

/** Puts every graded attempt of a batch into the queue once more; what counts does not change by that. */
export async function beginRegrade(gradebook: Gradebook, queue: Queue, batch: Batch, wish: Wish): Promise<Regrade> {
  const id = `regrade-${randomBytes(4).toString('hex')}`;
  await gradebook.knex.transaction(async (within) => {
    const readable = () => within('attempts').where({ batch: batch.id, refusal: null });
    await readable().update({ faults: 0 });
    const attemptIds = await readable().orderBy('id').pluck('id');
    await within('regrades').insert({ id, batch: batch.id, ...wish, attemptIds });
    for (const attempt of attemptIds) await queue.add({ attempt, regrade: id }, 0, within);
    await tell(within, batch.id, wish.begunBy, `began ${id}`, wish.reason);
  });
  return regradeOf(gradebook.knex, id);
}

/** @throws NotInGradebook when there is none of this id. */
export function regradeOf(knex: Knex, id: string): Promise<Regrade> {
  return knex<Regrade>('regrades').where({ id }).first().then(found);
}

/** Records what it found for an attempt, once. */
export async function recordRegraded(within: Knex, regrade: string, attempt: string, grade: Grade, worker: string) {
  const { score, report, submissionDigest = null } = grade;
  const fault = score === null ? grade.fault : null;
  const found = { score, fault, report: report ? JSON.stringify(report) : null, submissionDigest, worker };
  await within('regraded')
    .insert({ regrade, attempt, ...found })
    .onConflict(['regrade', 'attempt'])
    .ignore();
}

/** From now on it counts. @throws NotInGradebook when it is not judged to the end, or no longer up to date. */
export async function apply({ knex }: Gradebook, regrade: Regrade, by: string): Promise<void> {
  const { id, batch } = regrade;
  await knex.transaction(async (within) => {
    await assertUpToDate(within, regrade);
    await assertJudged(within, regrade);
    const changed = await within('regrades').where({ id, appliedAt: null }).update({ appliedAt: within.fn.now() });
    if (changed === 0) throw new NotInGradebook(`${id} was applied before.`);
    await tell(within, batch, by, `applied ${id}`, '');
  });
}

/** From now on it does not count any more; everything is as if it had never been applied. */
export async function withdraw({ knex }: Gradebook, { id, batch }: Regrade, by: string, reason: string): Promise<void> {
  await knex.transaction(async (within) => {
    await assertNothingStandsOn(within, { id, batch });
    const counting = within('regrades').where({ id, withdrawnAt: null }).whereNotNull('appliedAt');
    if ((await counting.update({ withdrawnAt: within.fn.now() })) === 0)
      throw new NotInGradebook(`${id} does not count now.`);
    await tell(within, batch, by, `withdrew ${id}`, reason);
  });
}

/** Adds points to an attempt, or takes some. */
export async function adjust({ knex }: Gradebook, { id, batch }: Attempt, points: number, by: string, reason: string) {
  await knex.transaction(async (within) => {
    await within('adjustments').insert({ attempt: id, points, madeBy: by, reason });
    await tell(within, batch, by, `adjusted by ${points > 0 ? '+' : ''}${points}`, reason, id);
  });
}

async function tell(within: Knex, batch: string, doneBy: string, what: string, reason: string, attempt?: string) {
  await within('events').insert({ batch, doneBy, what, reason, attempt: attempt ?? null });
}

export interface Standing {
  attempt: string;
  member: string;
  nth: number;
  name: string;
  score: number | null;
  /** What people have added or taken, in all. */
  adjusted: number;
}

/** The scores of a batch that count now, in order of member and time; or would, were another regrade applied too. */
export function standings({ knex }: Gradebook, batch: string, also?: Regrade): Promise<Standing[]> {
  return standingsOf(knex, (attempts) => attempts.where({ batch }), also);
}

/** Chooses attempts by columns of their table. */
export type Which = (attempts: Knex.QueryBuilder) => Knex.QueryBuilder;

/** The scores that count now of the attempts that are chosen; or would, were one regrade applied too and another not. */
export async function standingsOf(knex: Knex, which: Which, also?: Regrade, but?: Regrade): Promise<Standing[]> {
  const rows: Omit<Standing, 'adjusted'>[] = await which(knex('attempts'))
    .join('members', 'members.id', 'attempts.member')
    .leftJoin('grades', 'grades.attempt', 'attempts.id')
    .orderByRaw('attempts.member collate "C", attempts.nth')
    .select('attempts.id as attempt', 'attempts.member', 'attempts.nth', 'members.name', 'grades.score');
  const judged = await judgedOf(knex, which, also, but);
  const points = await pointsOf(knex, which);
  return rows.map(({ score, ...row }) => {
    const adjustments = points.get(row.attempt) ?? [];
    const adjusted = adjustments.reduce((sum, one) => sum + one, 0);
    return { ...row, adjusted, score: scoreInForce(score, judged.get(row.attempt) ?? [], adjustments) };
  });
}

/** In the order in which they were applied. */
async function judgedOf(knex: Knex, which: Which, also?: Regrade, but?: Regrade): Promise<Map<string, Judged[]>> {
  const rows = await knex('regraded')
    .join('regrades', 'regrades.id', 'regraded.regrade')
    .whereIn('attempt', which(knex('attempts')).select('id'))
    .where({ withdrawnAt: null })
    .whereNot('regrades.id', but?.id ?? '')
    .where((counting) => counting.whereNotNull('appliedAt').orWhere('regrades.id', also?.id ?? ''))
    .orderByRaw('"appliedAt" nulls last, regrades.id')
    .select('attempt', 'score', 'neverLower');
  return grouped(rows.map(({ attempt, ...judged }) => [attempt, judged]));
}

async function pointsOf(knex: Knex, which: Which): Promise<Map<string, number[]>> {
  const rows = await knex('adjustments')
    .whereIn('attempt', which(knex('attempts')).select('id'))
    .orderBy('id');
  return grouped(rows.map(({ attempt, points }) => [attempt, Number(points)]));
}

function grouped<T>(pairs: [string, T][]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

/** Whose score it would change, or has changed, by how much, and why; the largest changes first. */
export async function preview(gradebook: Gradebook, regrade: Regrade): Promise<Change[]> {
  const now = await standingsOf(gradebook.knex, (some) => some.where({ batch: regrade.batch }), undefined, regrade);
  const then = new Map((await standings(gradebook, regrade.batch, regrade)).map((row) => [row.attempt, row.score]));
  const changed = now.filter(({ attempt, score }) => then.get(attempt) !== score);
  const changes = changed.map(async ({ attempt, member, name, nth, score: before }) => {
    const why = await differences(gradebook, regrade, attempt);
    return { member, name, nth, before, after: then.get(attempt) ?? null, why };
  });
  const by = ({ before, after }: Change) => Math.abs((after ?? 0) - (before ?? 0));
  return (await Promise.all(changes)).sort((one, other) => by(other) - by(one));
}

/** Who did what with a batch, in order. */
export function history({ knex }: Gradebook, batch: string, attempt?: string) {
  const events = knex('events').where({ batch }).orderBy('id');
  if (attempt === undefined) return events;
  // A member's later attempts have the first one's id, with a number after it.
  const theirs = (one: Knex.QueryBuilder) =>
    one.where({ attempt }).orWhereRaw('starts_with(attempt, ?)', `${attempt}/`);
  return events.where((one) => theirs(one).orWhereNull('attempt'));
}
