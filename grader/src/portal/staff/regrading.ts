import type { Knex } from 'knex';
import { buryTheDead } from '../../class/batch.ts';
import { wholeWish } from '../../class/grade-batch.ts';
import type { Gradebook } from '../../class/gradebook.ts';
import type { Queue } from '../../class/queue.ts';
import { beginRegrade, type Change, preview, type Regrade } from '../../class/regrade.ts';
import { progressOf } from '../../class/regrade-progress.ts';
import type { RegradeForm } from './forms.ts';

interface Parts {
  gradebook: Gradebook;
  queue: Queue;
  /** The repository's root. */
  course: string;
}

/** Queues a batch to be judged once more, for the workers; nothing changes by that. @throws NotInGradebook */
export async function startRegrade({ gradebook, queue, course }: Parts, batch: string, wish: RegradeForm, by: string) {
  const found = await gradebook.batchOf({ batch });
  return await beginRegrade(gradebook, queue, found, await wholeWish(course, found.lab, { ...wish, begunBy: by }));
}

/** A regrade as its page shows it. */
export interface Progress {
  done: number;
  total: number;
  /** What would change, or has changed; there once all is judged. */
  changes?: Change[];
  /** For whom the grader was at fault once more: their score stays what it was. */
  faults: { member: string; name: string; reason: string }[];
}

/** How far a regrade is, and what it changes. */
export async function progressWith({ gradebook, queue }: Omit<Parts, 'course'>, regrade: Regrade): Promise<Progress> {
  await buryTheDead({ gradebook, queue });
  const { done, total } = await progressOf(gradebook, regrade);
  const faults = await gradebook
    .knex('regraded')
    .join('attempts', 'attempts.id', 'attempt')
    .join('members', 'members.id', 'member')
    .where({ regrade: regrade.id })
    .whereNotNull('fault')
    .orderBy('member')
    .select('member', 'name', { reason: 'fault' });
  const isJudged = done >= total || regrade.appliedAt !== null;
  const hasEffect = isJudged && regrade.withdrawnAt === null;
  return { done, total, faults, ...(hasEffect ? { changes: await preview(gradebook, regrade) } : {}) };
}

/** A regrade, and how far it is. */
export type Listed = Regrade & { begunAt: Date; done: number };

/** The regrades of a batch, the latest first. */
export function regradesOf(knex: Knex, batch: string): Promise<Listed[]> {
  return knex('regrades')
    .where({ batch })
    .orderBy('begunAt', 'desc')
    .select('regrades.*')
    .select(knex('regraded').whereRaw('regrade = regrades.id').count().as('done'));
}
