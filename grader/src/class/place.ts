import { createHmac } from 'node:crypto';
import type { Knex } from 'knex';
import type { Batch } from './gradebook.ts';

/** Number of the member's next attempt; whoever else asks for this member waits until this transaction has ended. */
export async function nextOf(
  within: Knex.Transaction,
  { id: batch }: Pick<Batch, 'id'>,
  member: string,
): Promise<number> {
  await within.raw('select pg_advisory_xact_lock(hashtext(?))', [`${batch}/${member}`]);
  const row = await within('attempts').where({ batch, member }).max<{ last: number | null }[]>('nth as last');
  return (row[0]?.last ?? 0) + 1;
}

/** Drawn from the batch's secret, another one for each attempt, so that it is the same however often the grading is interrupted. */
export function seedFor({ secret }: Pick<Batch, 'secret'>, place: string): number {
  return createHmac('sha256', secret).update(place).digest().readUInt32BE() % 1_000_000_000;
}
