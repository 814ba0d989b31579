import { getCompileCacheDir } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCluster } from '@seeka/postgres';
import { type JestWorkerFarm, Worker } from 'jest-worker';
import { sweep } from './deploy/stage.ts';
import type { GradeOptions, GraderOptions } from './grade.ts';
import type { Report, Submission } from './types.ts';
import type * as Grading from './worker.ts';

export interface PoolOptions extends GraderOptions {
  /** Processes; by default as many as there are cores. */
  workers?: number;
  /** Whether whatever else runs here goes first. */
  yields?: boolean;
  /** When it aborts, nobody waits for what is being graded; disposing of the pool ends it. */
  signal?: AbortSignal;
}

/** Grades submissions side by side, one at a time in each process, with one database cluster for all. */
export interface Pool extends AsyncDisposable {
  grade(submission: Submission, options?: Omit<GradeOptions, 'signal' | 'onProgress'>): Promise<Report>;
}

/** Holds two thirds of the memory, for no more processor time. */
const SMALL = ['--max-semi-space-size=4'];

/** Processes, not threads: one that hangs can be ended from outside. */
export async function openPool({
  workers = availableParallelism(),
  yields = false,
  signal,
  ...options
}: PoolOptions): Promise<Pool> {
  const cluster = await openCluster(options.databaseUrl ? { url: options.databaseUrl } : {});
  const processes = new Worker(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
    numWorkers: workers,
    exposedMethods: ['grade'],
    forkOptions: { execArgv: SMALL, serialization: 'advanced', env: { ...process.env, ...compileCache() } },
    setupArgs: [{ ...options, databaseUrl: cluster.url('postgres') } satisfies GraderOptions, yields],
  }) as JestWorkerFarm<{ grade: typeof Grading.grade }>;
  processes.getStderr().pipe(process.stderr, { end: false });
  return {
    grade: (submission, how = {}) => unlessAborted(processes.grade(submission, how), signal),
    async [Symbol.asyncDispose]() {
      await processes.end();
      // Whoever was at work has been killed.
      await sweep();
      await cluster[Symbol.asyncDispose]();
    },
  };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal?.reason);
  signal?.addEventListener('abort', leave);
  try {
    signal?.throwIfAborted();
    return await Promise.race([work, aborted]);
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}

/** What this process has compiled need not be compiled again. */
function compileCache(): NodeJS.ProcessEnv {
  const folder = getCompileCacheDir();
  // Node keeps one below for each version.
  return folder ? { NODE_COMPILE_CACHE: dirname(folder) } : {};
}
