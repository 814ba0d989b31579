import type { MessagePort } from 'node:worker_threads';
import { type GradeOptions, type Grader, type GraderOptions, openGrader, type Progress } from './grade.ts';
import type { Report, Submission } from './types.ts';

/** What a worker thread is asked: data alone. */
export interface Job {
  grader: GraderOptions;
  submission: Submission;
  options: Omit<GradeOptions, 'signal' | 'onProgress'>;
  progress?: MessagePort;
}

let opened: Promise<Grader> | undefined;

/** The pool's entry: grades one submission in this thread. Contracts and connections stay warm between jobs. */
export async function gradeJob({ grader, submission, options, progress }: Job): Promise<Report> {
  opened ??= openGrader(grader);
  const onProgress = progress ? (step: Progress) => progress.postMessage(step) : undefined;
  return (await opened).grade(submission, { ...options, ...(onProgress ? { onProgress } : {}) });
}
