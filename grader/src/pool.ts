import { availableParallelism } from 'node:os';
import { type Cluster, openCluster } from '@seeka/postgres';
import { Piscina } from 'piscina';
import type { GradeOptions, GraderOptions } from './grade.ts';
import type { Report, Submission } from './types.ts';
import type { Job } from './worker.ts';

export interface PoolOptions extends GraderOptions {
  /** Threads; by default as many as there are cores. */
  workers?: number;
}

/** Grades submissions side by side, one at a time in each thread, with one database cluster for all. */
export interface Pool extends AsyncDisposable {
  grade(submission: Submission, options?: Omit<GradeOptions, 'onProgress'>): Promise<Report>;
}

export async function openPool({ workers = availableParallelism(), ...options }: PoolOptions): Promise<Pool> {
  const cluster: Cluster = await openCluster(options.databaseUrl ? { url: options.databaseUrl } : {});
  const threads = new Piscina<Job, Report>({
    filename: new URL('./worker.ts', import.meta.url).href,
    name: 'gradeJob',
    minThreads: 0,
    maxThreads: workers,
  });
  const grader = { ...options, databaseUrl: cluster.url('postgres') };
  return {
    grade: (submission, { signal, ...how } = {}) =>
      threads.run({ grader, submission, options: how }, signal ? { signal } : {}),
    async [Symbol.asyncDispose]() {
      await threads.destroy();
      await cluster[Symbol.asyncDispose]();
    },
  };
}
