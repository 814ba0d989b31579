import type { Knex } from 'knex';
import type { Queue } from './queue.ts';
import { IS_JUDGED } from './regrade-progress.ts';

/** Queues what the tables know to be without a verdict, for a gradebook whose queue is empty. */
export async function requeue(within: Knex.Transaction, queue: Queue): Promise<void> {
  for (const { before, ...work } of await ungraded(within)) await queue.add(work, before, within);
  for (const work of await unjudged(within)) await queue.add(work, 0, within);
}

/** Each with how many others of the member, or of the member's group, come before it. */
function ungraded(within: Knex): Promise<{ attempt: string; before: number }[]> {
  const before = `(row_number() over (
    partition by coalesce('group ' || "group", 'member ' || member) order by "handedInAt", attempts.id
  ) - 1)::int as before`;
  return within('attempts')
    .join('members', 'members.id', 'member')
    .leftJoin('grades', 'grades.attempt', 'attempts.id')
    .where({ refusal: null, 'grades.attempt': null })
    .orderBy(['handedInAt', 'attempts.id'])
    .select('attempts.id as attempt', within.raw(before));
}

/** What regrades that are not applied yet are still to judge. */
function unjudged(within: Knex): Promise<{ attempt: string; regrade: string }[]> {
  const judged = within('regraded').whereRaw('regrade = regrades.id and attempt = attempts.id');
  return within('regrades')
    .join('attempts', 'attempts.batch', 'regrades.batch')
    .where({ refusal: null, appliedAt: null })
    .whereRaw(IS_JUDGED)
    .whereNotExists(judged)
    .orderBy(['begunAt', 'attempts.id'])
    .select('attempts.id as attempt', 'regrades.id as regrade');
}
