import type { Gradebook } from '../../../src/class/gradebook.ts';
import { recordGrade } from '../../../src/class/gradebook.ts';
import type { Queue } from '../../../src/class/queue.ts';
import type { Report } from '../../../src/types.ts';

/** A report of a run in the sandbox, with a check that failed and one that is hidden. */
export function reportOf(score: number, seed = 1): Report {
  const check = { clause: 'RFC 9110 §9.3.1', durationMs: 3, points: 10 };
  return {
    ...{ lab: '01-address', title: 'Address', score, maxScore: 100, seed, durationMs: 1_400 },
    ...{ startedAt: '2027-02-01T12:00:00Z', graderVersion: '0.1.0' },
    submission: { kind: 'folder', source: 'my-address.zip', sandbox: 'bubblewrap' },
    checkpoints: [
      { id: '1.1', title: 'Create and read', points: 15, earned: 15 },
      { id: '1.4', title: 'Update and delete safely', points: 20, earned: 6.5 },
    ],
    outcomes: [
      { ...check, id: 'find.one', checkpoint: '1.1', title: 'what was created is found', status: 'passed', earned: 10 },
      {
        ...{
          ...check,
          id: 'etag.stale',
          checkpoint: '1.4',
          title: 'a stale PUT is refused',
          status: 'failed',
          earned: 0,
        },
        ...{ reason: 'wanted 412, and got <b>200</b>', expected: '412', received: '200' },
      },
      {
        ...{ ...check, id: 'secret.check', checkpoint: '1.4', title: 'a hidden one', status: 'failed', earned: 0 },
        ...{ hidden: true, reason: 'the secret reason', log: 'the secret log' },
      },
    ],
  };
}

/** Does a worker's work on what is next in the queue, with this outcome; the id of the attempt. */
export async function gradeNext({ gradebook, queue }: { gradebook: Gradebook; queue: Queue }, score: number) {
  const job = await queue.take();
  if (!job) throw new Error('Nothing waits.');
  const { attempt } = job.data;
  const { seed } = await gradebook.attempt(attempt);
  await gradebook.knex.transaction(async (within) => {
    await queue.done(job, within);
    const grade = { score, report: reportOf(score, seed), submissionDigest: 'f'.repeat(64) };
    await recordGrade(within, attempt, grade, 'test');
  });
  return attempt;
}
