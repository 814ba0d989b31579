import type { Knex } from 'knex';
import type { Attempt, Batch, Gradebook, Handed } from './gradebook.ts';
import type { Queue } from './queue.ts';

export interface TakeParts {
  gradebook: Gradebook;
  queue: Queue;
}

/**
 * Writes down what was handed in and queues it, behind the first attempts of others when the member, or the member's
 * group, has one waiting.
 * @param allow rejects what may not be handed in; then nothing is.
 */
export async function takeIn(
  { gradebook, queue }: TakeParts,
  batch: Batch,
  handed: Handed,
  allow?: (attempt: Attempt, within: Knex.Transaction) => Promise<void>,
): Promise<Attempt | undefined> {
  return await gradebook.handIn(batch, handed, async (attempt, within) => {
    await allow?.(attempt, within);
    const { id, member, refusal } = attempt;
    if (refusal !== null) return;
    const others = (await waitingOf(within, member)) - 1;
    await queue.add({ attempt: id }, others, within);
  });
}

/** How many attempts of a member, or of the member's group, have no grade yet. */
async function waitingOf(within: Knex, member: string): Promise<number> {
  const group = within('members').where({ id: member }).select('group');
  const rows = await within('attempts')
    .leftJoin('grades', 'attempt', 'attempts.id')
    .where({ refusal: null, attempt: null })
    .where((theirs) => theirs.where({ member }).orWhereIn('member', within('members').where({ group }).select('id')))
    .count('* as n');
  return Number(rows[0]?.n ?? 0);
}
