import { constants, setPriority } from 'node:os';
import { type GradeOptions, type Grader, type GraderOptions, openGrader } from './grade.ts';
import { endWhenStalled } from './stalled.ts';
import type { Report, Submission } from './types.ts';

let grader: Grader;

/** Nothing that a grader does keeps it from its event loop for a second. */
const STALLED_MS = 60_000;

/** The pool's entry, called once. Contracts and connections stay warm between submissions. */
export async function setup(options: GraderOptions, yields: boolean): Promise<void> {
  // Submissions inherit it.
  if (yields) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  // The pool was killed: nobody waits for a report.
  process.once('disconnect', () => process.exit());
  endWhenStalled(STALLED_MS);
  grader = await openGrader(options);
}

/** Grades one submission in this process. */
export function grade(submission: Submission, options: GradeOptions): Promise<Report> {
  return grader.grade(submission, options);
}

export async function teardown(): Promise<void> {
  await grader[Symbol.asyncDispose]();
}
