import type { Knex } from 'knex';
import { NotInGradebook } from './gradebook.ts';
import type { Regrade } from './regrade.ts';

// A regrade of some checks keeps the other verdicts as they counted when it was judged: it stands on the regrades that
// counted then. So the order in which they are applied and withdrawn is that of a stack.

/** @throws NotInGradebook when what counts has changed since it was begun, so that it would bring back what does not. */
export async function assertUpToDate(within: Knex, { id, batch, checks }: Regrade): Promise<void> {
  if (checks === null) return;
  const begun = within('regrades').where({ id }).select('begunAt');
  const other = await within('regrades')
    .where({ batch })
    .whereNot({ id })
    .where((changed) => changed.where('appliedAt', '>', begun).orWhere('withdrawnAt', '>', begun))
    .first('id');
  if (!other) return;
  const since = `${other.id} was applied or withdrawn since ${id} was begun`;
  throw new NotInGradebook(`${since}, which keeps the other verdicts as they were then. Judge once more.`);
}

/** @throws NotInGradebook when another regrade that counts stands on it. */
export async function assertNothingStandsOn(within: Knex, { id, batch }: Pick<Regrade, 'id' | 'batch'>): Promise<void> {
  const applied = within('regrades').where({ id }).select('appliedAt');
  const other = await within('regrades')
    .where({ batch, withdrawnAt: null })
    .whereNotNull('appliedAt')
    .whereNotNull('checks')
    .where('begunAt', '>', applied)
    .first('id');
  if (!other) return;
  throw new NotInGradebook(`${other.id} was judged on top of ${id}, and counts. Withdraw that one first.`);
}
