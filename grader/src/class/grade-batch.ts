import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '@seeka/postgres';
import { digestOf } from '../contract-digest.ts';
import type { Addresses } from '../deploy/addresses.ts';
import { loadLab } from '../lab.ts';
import { sandboxHere } from '../machine.ts';
import { noneSuch } from '../nearest.ts';
import { openPool } from '../pool.ts';
import { buryTheDead, type Count, finished, isFinished, type Order } from './batch.ts';
import { type Batch, Gradebook, NotInGradebook } from './gradebook.ts';
import { withDependents } from './judged-anew.ts';
import { batchNamed } from './named.ts';
import { type Result, resultsOf, writeResults } from './outputs.ts';
import { Queue } from './queue.ts';
import { begin } from './reading.ts';
import { beginRegrade, type Change, preview, type Regrade, standings, type Wish } from './regrade.ts';
import { progressOf } from './regrade-progress.ts';
import { work } from './work.ts';

export interface WorkHere {
  /** The folder of the course. */
  course: string;
  /** Where the submissions have their databases. */
  cluster: Cluster;
  /** The gradebook's database. */
  databaseUrl: string;
  /** How many are graded here at once; as many as the cores suffice for by default. */
  concurrency: number | undefined;
  /** Ranges of addresses, beside the public ones, at which services may be. */
  allow: string[];
  signal: AbortSignal;
  log(line: string): void;
}

export interface GradeBatch extends WorkHere {
  order: Omit<Order, 'contractDigest'>;
  /** Where the results are written. */
  out: string;
  onProgress(progress: { phase: 'reading' | 'grading' } & Count): void;
}

/** Reads, grades and writes all that was handed in; what an earlier call of the same order has done is not done again. */
export async function gradeBatch(how: GradeBatch): Promise<{ batch: Batch; results: Result[] }> {
  const { course, databaseUrl, out, signal, onProgress } = how;
  const { lab, members, handedIn } = how.order;
  await using gradebook = await Gradebook.open(databaseUrl);
  await using queue = await Queue.open(databaseUrl);
  const parts = { gradebook, queue, signal };
  const order = { ...how.order, contractDigest: await digestOf(course, lab) };
  const none = { refused: 0, faulted: 0, total: handedIn.length };
  const begun = await begin(parts, order, (graded) => onProgress({ phase: 'reading', ...none, graded }));
  const { batch, troubles } = begun;
  for (const note of begun.notes) how.log(`note: ${note}`);
  const concurrency = how.concurrency ?? concurrencyFor((await loadLab(course, lab)).rubric.cores);
  const isByTheseChecks = batch.contractDigest === order.contractDigest;
  const grading = () => finished(parts, batch, (count) => onProgress({ phase: 'grading', ...count }));
  const known = await gradebook.rows(batch);
  const rows =
    isByTheseChecks && !isFinished(known)
      ? await whileWorking({ ...how, concurrency }, gradebook, queue, grading)
      : known;
  const counting = new Map((await standings(gradebook, batch.id)).map(({ attempt, score }) => [attempt, score]));
  const current = rows.map((row) => ({ ...row, score: counting.get(row.id) ?? null }));
  const results = resultsOf(members, current, troubles);
  await writeResults({ course, out, gradebook, batch }, results);
  return { batch, results };
}

/** Grades here, unless others do it all, until it is done. */
async function whileWorking<T>(how: WorkHere, gradebook: Gradebook, queue: Queue, until: () => Promise<T>): Promise<T> {
  const done = new AbortController();
  const signal = AbortSignal.any([how.signal, done.signal]);
  const working = how.concurrency === 0 ? undefined : workWith({ ...how, signal }, gradebook, queue);
  try {
    return await until();
  } finally {
    done.abort();
    await working;
  }
}

export interface RegradeBatch extends WorkHere {
  batch: string;
  wish: Omit<Wish, 'contractDigest'>;
  onProgress(progress: { done: number; total: number }): void;
}

/** Judges a batch once more, and tells what would change; nothing has changed by that. @throws NotInGradebook when there is no such batch or check. */
export async function regradeBatch(how: RegradeBatch): Promise<{ regrade: Regrade; changes: Change[] }> {
  const { course, databaseUrl, signal, onProgress } = how;
  await using gradebook = await Gradebook.open(databaseUrl);
  await using queue = await Queue.open(databaseUrl);
  const batch = await batchNamed(gradebook, how.batch);
  const { rubric } = await loadLab(course, batch.lab);
  const regrade = await beginRegrade(gradebook, queue, batch, await wholeWish(course, batch.lab, how.wish));
  const concurrency = how.concurrency ?? concurrencyFor(rubric.cores);
  await whileWorking({ ...how, concurrency }, gradebook, queue, async () => {
    for (;;) {
      await buryTheDead({ gradebook, queue });
      const progress = await progressOf(gradebook, regrade);
      onProgress(progress);
      if (progress.done >= progress.total) return;
      await pause(300, undefined, { signal });
    }
  });
  return { regrade, changes: await preview(gradebook, regrade) };
}

/** A wish with all checks that it touches, and the digest of those that this machine has. @throws NotInGradebook for a check that the lab has not. */
export async function wholeWish(course: string, lab: string, wish: Omit<Wish, 'contractDigest'>): Promise<Wish> {
  const { rubric } = await loadLab(course, lab);
  const known = rubric.checks.map(({ id }) => id);
  const stranger = wish.checks?.find((id) => !known.includes(id));
  if (stranger !== undefined) {
    throw new NotInGradebook(noneSuch(`${lab} has no check "${stranger}".`, stranger, known));
  }
  const checks = wish.checks && withDependents(rubric.checks, wish.checks);
  return { ...wish, checks, contractDigest: await digestOf(course, lab) };
}

/** Grades what waits in a gradebook, until it is told to stop. */
export async function workFor(how: WorkHere): Promise<void> {
  await using gradebook = await Gradebook.open(how.databaseUrl);
  await using queue = await Queue.open(how.databaseUrl);
  await workWith(how, gradebook, queue);
}

async function workWith(here: WorkHere, gradebook: Gradebook, queue: Queue): Promise<void> {
  const { course, cluster, concurrency = concurrencyFor(1), allow, signal, log } = here;
  const addresses: Addresses = allow.length > 0 ? { allow } : 'public';
  const databaseUrl = cluster.url('postgres');
  // The portal's pages must not wait for a class.
  const how = {
    workers: concurrency,
    yields: true,
    sandbox: sandboxHere() ?? 'bubblewrap',
    addresses,
    databaseUrl,
    signal,
  } as const;
  await using pool = await openPool({ course, ...how });
  const contractDigest = (lab: string) => digestOf(course, lab);
  await work({ gradebook, queue, pool, concurrency, contractDigest, signal, log });
}

/** A grade waits for time limits half of its time, so two go on one core. */
function concurrencyFor(cores: number): number {
  return Math.max(1, Math.floor((2 * availableParallelism()) / cores));
}
