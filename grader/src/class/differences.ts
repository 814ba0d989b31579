import type { Outcome, Report } from '../types.ts';
import type { Gradebook } from './gradebook.ts';
import type { Regrade } from './regrade.ts';
import { verdictInForce } from './report-in-force.ts';

/** The checks that a regrade judges otherwise than what counts without it, each as `id: failed → passed`. */
export async function differences(
  gradebook: Gradebook,
  { id }: Pick<Regrade, 'id'>,
  attempt: string,
): Promise<string[]> {
  const old = await verdictInForce(gradebook, { id: attempt }, id);
  const fresh = await gradebook.knex('regraded').where({ attempt, regrade: id }).first('report');
  const before = statusesOf(old.report);
  return [...statusesOf(fresh?.report)]
    .filter(([check, status]) => before.get(check) !== status)
    .map(([check, status]) => `${check}: ${before.get(check) ?? 'new'} → ${status}`);
}

function statusesOf(report: Report | null | undefined): Map<string, Outcome['status']> {
  return new Map((report?.outcomes ?? []).map(({ id, status }) => [id, status]));
}
