import { availableParallelism } from 'node:os';
import type { Cluster } from '@seeka/postgres';
import { digestOf } from '../contract-digest.ts';
import { loadLab } from '../lab.ts';
import { openPool } from '../pool.ts';
import { begin, type Count, finished, type Order } from './batch.ts';
import { Gradebook } from './gradebook.ts';
import { type Result, resultsOf, writeResults } from './outputs.ts';
import { Queue } from './queue.ts';
import { work } from './work.ts';

export interface GradeBatch {
  /** The folder of the course. */
  course: string;
  cluster: Cluster;
  /** The gradebook's database; one of the cluster's by default. */
  databaseUrl: string | undefined;
  order: Omit<Order, 'contractDigest'>;
  /** Where the results are written. */
  out: string;
  /** How many are graded here at once; as many as the cores suffice for by default, 0 leaves them to other workers. */
  concurrency: number | undefined;
  signal: AbortSignal;
  onProgress(progress: { phase: 'reading' | 'grading' } & Count): void;
  log(line: string): void;
}

/** Reads, grades and writes all that was handed in; what an earlier call of the same order has done is not done again. */
export async function gradeBatch(how: GradeBatch): Promise<Result[]> {
  const { course, cluster, out, signal, onProgress, log } = how;
  const { lab, members, handedIn } = how.order;
  const url = how.databaseUrl ?? (await cluster.database('seeka_class'));
  await using gradebook = await Gradebook.open(url);
  await using queue = await Queue.open(url);
  const order = { ...how.order, contractDigest: await digestOf(course, lab) };
  const nothing = { graded: 0, refused: 0, faulted: 0, total: handedIn.length };
  const { batch, troubles } = await begin({ gradebook, queue, signal }, order, (graded) =>
    onProgress({ phase: 'reading', ...nothing, graded }),
  );
  const done = new AbortController();
  const { concurrency = concurrencyFor((await loadLab(course, lab)).rubric.cores) } = how;
  await using pool = await openPool({
    course,
    workers: concurrency,
    sandbox: 'bubblewrap',
    databaseUrl: cluster.url('postgres'),
  });
  const parts = { gradebook, queue, pool, log, concurrency, signal: AbortSignal.any([signal, done.signal]) };
  const working = work({ ...parts, contractDigest: async (of) => digestOf(course, of) });
  try {
    const rows = await finished({ gradebook, queue, signal }, batch, (count) =>
      onProgress({ phase: 'grading', ...count }),
    );
    const results = resultsOf(members, rows, troubles);
    await writeResults(out, gradebook, lab, results);
    return results;
  } finally {
    done.abort();
    await working;
  }
}

/** Grades what waits in a gradebook, until it is told to stop. */
export async function workFor(
  how: Omit<GradeBatch, 'order' | 'out' | 'onProgress'> & { databaseUrl: string },
): Promise<void> {
  const { course, cluster, databaseUrl, concurrency = concurrencyFor(1), signal, log } = how;
  await using gradebook = await Gradebook.open(databaseUrl);
  await using queue = await Queue.open(databaseUrl);
  await using pool = await openPool({
    course,
    workers: concurrency,
    sandbox: 'bubblewrap',
    databaseUrl: cluster.url('postgres'),
  });
  await work({
    gradebook,
    queue,
    pool,
    concurrency,
    signal,
    log,
    contractDigest: async (lab) => digestOf(course, lab),
  });
}

/** A grade waits for time limits half of its time, so two go on one core. */
export function concurrencyFor(cores: number): number {
  return Math.max(1, Math.floor((2 * availableParallelism()) / cores));
}
