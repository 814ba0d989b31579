import type { Report } from '../types.ts';
import type { Attempt, Gradebook } from './gradebook.ts';
import { inForce } from './in-force.ts';

/** The report that counts now, and what it was made from. */
export interface InForce {
  report: Report;
  submissionDigest: string;
  contractDigest: string;
  /** Why it was judged once more; null when it was not, or when that changed nothing. */
  regraded: string | null;
}

interface Judged {
  score: number | null;
  report: Report | null;
  submissionDigest: string | null;
  contractDigest: string;
  neverLower: boolean;
  reason: string | null;
}

const NOT_GRADED: Judged = {
  ...{ score: null, report: null, neverLower: false, reason: null },
  ...{ submissionDigest: null, contractDigest: '' },
};

/** As `scoreInForce` chooses the score: each applied regrade in turn may replace what was there. Undefined when there is none. */
export async function reportInForce(gradebook: Gradebook, attempt: Pick<Attempt, 'id'>): Promise<InForce | undefined> {
  const judged = await verdictInForce(gradebook, attempt);
  if (!judged.report || judged.submissionDigest === null) return undefined;
  const { report, submissionDigest, contractDigest, reason: regraded } = judged;
  return { report, submissionDigest, contractDigest, regraded };
}

/** The verdict that counts, or would. @param but id of a regrade that is left out */
export async function verdictInForce({ knex }: Gradebook, attempt: Pick<Attempt, 'id'>, but = ''): Promise<Judged> {
  const what = ['score', 'report', 'submissionDigest', 'contractDigest'];
  const first: Judged[] = await knex('grades')
    .join('attempts', 'attempts.id', 'attempt')
    .join('batches', 'batches.id', 'batch')
    .where({ attempt: attempt.id })
    .select(...what, knex.raw('false as "neverLower", null as reason'));
  const regrades: Judged[] = await knex('regraded')
    .join('regrades', 'regrades.id', 'regrade')
    .where({ attempt: attempt.id, withdrawnAt: null })
    .whereNot('regrades.id', but)
    .whereNotNull('appliedAt')
    .orderBy(['appliedAt', 'regrades.id'])
    .select(...what, 'neverLower', 'reason');
  return inForce(first[0] ?? NOT_GRADED, regrades);
}
