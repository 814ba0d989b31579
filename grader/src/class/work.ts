import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openStage } from '../deploy/stage.ts';
import { unpack } from '../ingest/parcel.ts';
import type { Pool } from '../pool.ts';
import { messageOf } from '../reason.ts';
import type { Report } from '../types.ts';
import { type Attempt, type Grade, type Gradebook, recordGrade } from './gradebook.ts';
import type { Job, Queue } from './queue.ts';

export interface WorkParts {
  gradebook: Gradebook;
  queue: Queue;
  pool: Pool;
  /** Digest of the checks that this machine has for a lab. */
  contractDigest(lab: string): Promise<string>;
  /** How many are graded at once. */
  concurrency: number;
  signal: AbortSignal;
  /** Told of what goes wrong and is tried again. */
  log(line: string): void;
}

/** Whose fault it is not: tried again so often. */
const TRIES = 3;
const IDLE_MS = 500;
const TOUCH_MS = 3_000;
/** While the database is away. */
const AWAY_MS = 1_000;

/** Grades what waits, until it is told to stop; what is under way then is left to others. */
export async function work(parts: WorkParts): Promise<void> {
  await Promise.all(Array.from({ length: parts.concurrency }, () => workOneByOne(parts)));
}

async function workOneByOne(parts: WorkParts): Promise<void> {
  const { queue, signal, log } = parts;
  let isAway = false;
  while (!signal.aborted) {
    try {
      const job = await queue.take();
      isAway = false;
      if (job) await carryOut(parts, job);
      else await rest(IDLE_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!isAway) log(`The database cannot be used, and is tried every second: ${messageOf(error)}`);
      isAway = true;
      await rest(AWAY_MS, signal);
    }
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

/** Grades one attempt and records it; rejects when the database is away, and then another worker will do it. */
async function carryOut(parts: WorkParts, job: Job): Promise<void> {
  const { gradebook, queue, signal } = parts;
  const attempt = await gradebook.attempt(job.data.attempt);
  const timer = setInterval(() => queue.touch(job).catch(() => undefined), TOUCH_MS);
  try {
    const grade = await graded(parts, attempt);
    if (!signal.aborted) await settle(parts, job, attempt, grade);
  } finally {
    clearInterval(timer);
  }
}

async function graded(parts: WorkParts, attempt: Attempt): Promise<Grade> {
  try {
    const report = await gradeOnce(parts, attempt);
    const fault = report.outcomes.find(({ status }) => status === 'faulted');
    const { score } = report;
    if (score !== null) return { score, report };
    return { score, report, fault: fault?.reason ?? 'The grader was at fault.' };
  } catch (error) {
    return { score: null, fault: messageOf(error) };
  }
}

async function gradeOnce({ gradebook, pool, contractDigest }: WorkParts, attempt: Attempt): Promise<Report> {
  const { lab, seed, source, url, parcel } = attempt;
  const { contractDigest: wanted } = await gradebook.batchOf(attempt);
  if (wanted !== (await contractDigest(lab))) {
    throw new Error(
      `This machine has other checks of ${lab} than the one that began the batch: give both the same version.`,
    );
  }
  if (url !== null) return pool.grade({ kind: 'url', lab, url }, { seed });
  const bytes = await gradebook.parcel(parcel ?? '');
  await using stage = await openStage();
  const folder = join(stage.folder, 'submission');
  await unpack(bytes, folder);
  const report = await pool.grade({ kind: 'folder', lab, folder }, { seed });
  return { ...report, submission: { ...report.submission, source } };
}

/** Records the grade and takes the job off the queue, both or neither. */
async function settle({ gradebook, queue, log }: WorkParts, job: Job, attempt: Attempt, grade: Grade): Promise<void> {
  const worker = `${hostname()}:${process.pid}`;
  await gradebook.knex.transaction(async (within) => {
    if (grade.score === null && attempt.faults + 1 < TRIES) {
      log(`${attempt.member}: the grader was at fault, and tries again: ${grade.fault}`);
      await within('attempts').where({ id: attempt.id }).increment('faults');
      return queue.again(job, grade.fault, within);
    }
    // When it has been given to another worker meanwhile, that one records it.
    if (await queue.done(job, within)) await recordGrade(within, attempt.id, grade, worker);
  });
}
