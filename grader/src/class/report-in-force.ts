import type { Report } from '../types.ts';
import type { Attempt, Gradebook } from './gradebook.ts';

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

/** As `scoreInForce` chooses the score: each applied regrade in turn may replace what was there. Undefined when there is none. */
export async function reportInForce({ knex }: Gradebook, attempt: Pick<Attempt, 'id'>): Promise<InForce | undefined> {
  const what = ['score', 'report', 'submissionDigest', 'contractDigest'];
  const first: Judged[] = await knex('grades')
    .join('attempts', 'attempts.id', 'attempt')
    .join('batches', 'batches.id', 'batch')
    .where({ attempt: attempt.id })
    .select(...what, knex.raw('false as "neverLower", null as reason'));
  const regrades: Judged[] = await knex('regraded')
    .join('regrades', 'regrades.id', 'regrade')
    .where({ attempt: attempt.id, withdrawnAt: null })
    .whereNotNull('appliedAt')
    .orderBy(['appliedAt', 'regrades.id'])
    .select(...what, 'neverLower', 'reason');
  const judged = [...first, ...regrades].reduce<Judged | undefined>(after, undefined);
  if (!judged?.report || judged.submissionDigest === null) return undefined;
  const { report, submissionDigest, contractDigest, reason: regraded } = judged;
  return { report, submissionDigest, contractDigest, regraded };
}

function after(before: Judged | undefined, next: Judged): Judged | undefined {
  if (!before) return next;
  if (next.score === null || (next.neverLower && before.score !== null && before.score > next.score)) return before;
  return next;
}
