import type { Knex } from 'knex';
import { noneSuch } from '../nearest.ts';
import { count } from '../report/figures.ts';
import { type Attempt, type Batch, type Gradebook, NotInGradebook } from './gradebook.ts';
import type { Regrade } from './regrade.ts';

// What people name on the command line; whoever errs is told what there is.

/** @throws NotInGradebook, with the latest batches. */
export async function batchNamed({ knex }: Gradebook, id: string): Promise<Batch> {
  const batch = await knex<Batch>('batches').where({ id }).first();
  if (batch) return batch;
  const latest = await knex('batches').orderBy('begunAt', 'desc').limit(LISTED).pluck('id');
  throw new NotInGradebook(`There is no batch "${id}". ${listed('batch', latest)}`);
}

/** @throws NotInGradebook, with the latest regrades. */
export async function regradeNamed({ knex }: Gradebook, id: string): Promise<Regrade> {
  const regrade = await knex<Regrade>('regrades').where({ id }).first();
  if (regrade) return regrade;
  const latest = await knex('regrades').orderBy('begunAt', 'desc').limit(LISTED).pluck('id');
  throw new NotInGradebook(`There is no regrade "${id}". ${listed('regrade', latest)}`);
}

const LISTED = 10;

function listed(noun: string, ids: string[]): string {
  if (ids.length === 0) return `There is no ${noun} yet.`;
  return `${ids.length === LISTED ? 'The latest are' : 'There are'}: ${ids.join(', ')}.`;
}

/**
 * What a member handed in to a batch.
 * @param place id of the member, or the same with a slash and the number of the attempt
 * @throws NotInGradebook, which tells apart why there is none
 */
export async function attemptNamed(gradebook: Gradebook, batch: string, place: string): Promise<Attempt> {
  const { knex } = gradebook;
  await batchNamed(gradebook, batch);
  const attempt = await knex<Attempt>('attempts')
    .where({ batch, id: `${batch}/${place}` })
    .first();
  return attempt ?? Promise.reject(new NotInGradebook(await whyNone(knex, batch, place)));
}

async function whyNone(knex: Knex, batch: string, place: string): Promise<string> {
  const [id = ''] = place.split('/');
  const ids: string[] = await knex('members').pluck('id');
  if (!ids.includes(id)) return noneSuch(`There is no member "${id}" in the gradebook.`, id, ids);
  const own = await knex('attempts').where({ batch, member: id }).pluck('nth');
  if (own.length > 0) return `${id} has ${count(own.length, 'attempt')} in ${batch}, and no other.`;
  const group = knex('members').where({ id }).select('group');
  const mate = await knex('attempts').join('members', 'members.id', 'member').where({ batch, group }).first('member');
  return mate ? `${mate.member} handed in for ${id}: name ${mate.member}.` : `${id} handed in nothing to ${batch}.`;
}
