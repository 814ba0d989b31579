import type { Knex } from 'knex';
import { type Gradebook, NotInGradebook } from './gradebook.ts';
import { Queue } from './queue.ts';
import type { Regrade } from './regrade.ts';

/** How many attempts a regrade has judged, of how many. */
export interface Progress {
  done: number;
  total: number;
}

/** What was handed in after a regrade began is none of it. */
export async function progressOf({ knex }: Pick<Gradebook, 'knex'>, { id, batch }: Regrade): Promise<Progress> {
  const [judged] = await knex('regraded').where({ regrade: id }).count('* as n');
  const [missing] = await knex('attempts')
    .where({ batch, refusal: null })
    .whereNotIn('id', knex('regraded').where({ regrade: id }).select('attempt'))
    // Told when it was handed in, an attempt may have another time than that at which it was taken in.
    .where((theirs) => theirs.whereIn('id', Queue.waitingFor(knex, id)).orWhere('handedInAt', '<=', begunAt(knex, id)))
    .count('* as n');
  const done = Number(judged?.n);
  return { done, total: done + Number(missing?.n) };
}

function begunAt(knex: Knex, id: string): Knex.QueryBuilder {
  return knex('regrades').where({ id }).select('begunAt');
}

/** @throws NotInGradebook when some of its attempts are still to be judged. */
export async function assertJudged(within: Knex, regrade: Regrade): Promise<void> {
  const { done, total } = await progressOf({ knex: within }, regrade);
  if (done === total) return;
  const soFar = `${regrade.id} is not judged to the end: ${done} of ${total} attempts so far.`;
  throw new NotInGradebook(`${soFar} "seeka worker" judges the others.`);
}
