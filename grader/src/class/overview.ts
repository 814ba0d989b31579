import type { Knex } from 'knex';
import type { Gradebook } from './gradebook.ts';
import { standings } from './regrade.ts';

/** What has become of what was handed in to a batch. Only `graded` has scores; the others are no zeros. */
export interface BatchFigures {
  id: string;
  lab: string;
  begunAt: Date;
  handedIn: number;
  /** Members who handed in. */
  members: number;
  graded: number;
  waiting: number;
  unreadable: number;
  faulted: number;
  /** The best score of each member, as it counts now. */
  scores: number[];
}

/** All batches, the latest first. */
export async function batchFigures(gradebook: Gradebook, lab?: string): Promise<BatchFigures[]> {
  const { knex } = gradebook;
  const isMended = `exists (${mended(knex)})`;
  const count = (condition: string) => `(count(*) filter (where ${condition}))::int`;
  const rows: Omit<BatchFigures, 'scores'>[] = await knex('batches')
    .leftJoin('attempts', 'attempts.batch', 'batches.id')
    .leftJoin('grades', 'grades.attempt', 'attempts.id')
    .modify((some) => lab !== undefined && some.where({ 'batches.lab': lab }))
    .groupBy('batches.id')
    .orderBy([{ column: 'begunAt', order: 'desc' }, 'batches.id'])
    .select('batches.id', 'batches.lab', 'begunAt')
    .select(
      knex.raw(`
        count(attempts.id)::int as "handedIn", count(distinct member)::int as members,
        ${count(`score is not null or fault is not null and ${isMended}`)} as graded,
        ${count(`fault is not null and not ${isMended}`)} as faulted,
        ${count('attempt is null and refusal is not null')} as unreadable,
        ${count('attempt is null and refusal is null and attempts.id is not null')} as waiting`),
    );
  return await Promise.all(rows.map(async (row) => ({ ...row, scores: await bestScores(gradebook, row.id) })));
}

async function bestScores(gradebook: Gradebook, batch: string): Promise<number[]> {
  const best = new Map<string, number>();
  for (const { member, score } of await standings(gradebook, batch)) {
    if (score !== null) best.set(member, Math.max(score, best.get(member) ?? 0));
  }
  return [...best.values()];
}

/** An attempt that somebody must look at, and why. */
export interface Trouble {
  attempt: string;
  member: string;
  name: string;
  lab: string;
  reason: string;
}

/** What the course's staff should look at first. What a later attempt of the member, or a regrade, has mended is not in it. */
export interface Attention {
  /** The grader was at fault. */
  faults: Trouble[];
  unreadable: Trouble[];
}

/** Looks for what needs attention. */
export async function attention({ knex }: Gradebook): Promise<Attention> {
  const [faults, unreadable] = await Promise.all([
    troubles(knex, 'fault', (some) => some.whereNotNull('fault').whereNotExists(mended(knex))),
    troubles(knex, 'refusal', (some) => some.whereNotNull('refusal').whereNull('grades.attempt')),
  ]);
  return { faults, unreadable };
}

function troubles(knex: Knex, reason: string, which: (some: Knex.QueryBuilder) => Knex.QueryBuilder) {
  const later = knex({ later: 'attempts' })
    .whereRaw('later.member = attempts.member and later.lab = attempts.lab')
    .whereRaw('(later."handedInAt", later.nth) > (attempts."handedInAt", attempts.nth)')
    .select(knex.raw('1'));
  return which(knex('attempts').join('members', 'members.id', 'attempts.member'))
    .leftJoin('grades', 'grades.attempt', 'attempts.id')
    .whereNotExists(later)
    .orderBy(['attempts.lab', 'attempts.member'])
    .select('attempts.id as attempt', 'member', 'name', 'lab', { reason }) as Promise<Trouble[]>;
}

function mended(knex: Knex) {
  return knex('regraded')
    .join('regrades', 'regrades.id', 'regraded.regrade')
    .whereRaw('regraded.attempt = attempts.id')
    .where({ withdrawnAt: null })
    .whereNotNull('appliedAt')
    .whereNotNull('regraded.score')
    .select(knex.raw('1'));
}
