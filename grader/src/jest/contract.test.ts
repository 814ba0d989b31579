import { join } from 'node:path';
import type { Submission } from '../types.ts';
import { openRun } from './open-run.ts';

declare const submission: Submission;

const run = await openRun(join(import.meta.dirname, '..', '..', '..'), submission);

for (const check of run.checks) {
  test.concurrent(`${check.checkpoint} ${check.id}: ${check.title}`, async () => {
    const { verdict } = await run.execute(check);
    if (verdict.status === 'failed') throw new Error(verdict.reason.message);
    if (verdict.status === 'blocked') throw new Error(`waits for ${verdict.by.join(', ')}`);
    if (verdict.status === 'faulted') throw new Error(`the grader is at fault: ${verdict.error}`);
  });
}

afterAll(() => run[Symbol.asyncDispose]());
