import type { Knex } from 'knex';
import { type Gradebook, NotInGradebook } from './gradebook.ts';
import type { Regrade } from './regrade.ts';

/** How many attempts a regrade has judged, of how many. */
export interface Progress {
  done: number;
  total: number;
}

/** Of a regrade and an attempt of its batch: whether the regrade judges it. What is taken in after it began is none of it. */
export const IS_JUDGED = `coalesce(attempts.id = any("attemptIds"), "handedInAt" <= "begunAt")`;

/** Counts what it has judged, and what it is still to judge. */
export async function progressOf({ knex }: Pick<Gradebook, 'knex'>, { id }: Regrade): Promise<Progress> {
  const [judged] = await knex('regraded').where({ regrade: id }).count('* as n');
  const [missing] = await knex('attempts')
    .join('regrades', 'regrades.batch', 'attempts.batch')
    .where({ 'regrades.id': id, refusal: null })
    .whereRaw(IS_JUDGED)
    .whereNotIn('attempts.id', knex('regraded').where({ regrade: id }).select('attempt'))
    .count('* as n');
  const done = Number(judged?.n);
  return { done, total: done + Number(missing?.n) };
}

/** @throws NotInGradebook when some of its attempts are still to be judged. */
export async function assertJudged(within: Knex, regrade: Regrade): Promise<void> {
  const { done, total } = await progressOf({ knex: within }, regrade);
  if (done === total) return;
  const soFar = `${regrade.id} is not judged to the end: ${done} of ${total} attempts so far.`;
  throw new NotInGradebook(`${soFar} "seeka worker" judges the others.`);
}
