import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { type Addresses, guardedConnector } from '../deploy/addresses.ts';
import { openStage } from '../deploy/stage.ts';
import { digestOfSubmission } from '../evidence/digest.ts';
import { assertOwned, nonceFor } from '../evidence/ownership.ts';
import { unpack } from '../ingest/parcel.ts';
import type { Pool } from '../pool.ts';
import { messageOf } from '../reason.ts';
import { type Attempt, type Grade, type Gradebook, recordGrade } from './gradebook.ts';
import type { Job, Queue } from './queue.ts';

export interface WorkParts {
  gradebook: Gradebook;
  queue: Queue;
  pool: Pool;
  /** Digest of the checks that this machine has for a lab. */
  contractDigest(lab: string): Promise<string>;
  /** Where services at a URL may be. */
  addresses: Addresses;
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
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await refuse(parts, job, attempt, error.message);
  } finally {
    clearInterval(timer);
  }
}

/** The submission cannot be read, or is not theirs: nothing is graded, and the reason is for the student. */
class Refused extends Error {}

async function graded(parts: WorkParts, attempt: Attempt): Promise<Grade> {
  try {
    const { report, submissionDigest } = await gradeOnce(parts, attempt);
    const { score, outcomes } = report;
    if (score !== null) return { score, report, submissionDigest };
    const fault = outcomes.find(({ status }) => status === 'faulted')?.reason ?? 'The grader was at fault.';
    return { score, report, submissionDigest, fault };
  } catch (error) {
    if (error instanceof Refused) throw error;
    return { score: null, fault: messageOf(error) };
  }
}

async function gradeOnce(parts: WorkParts, attempt: Attempt) {
  const { gradebook, contractDigest } = parts;
  const { lab, parcel, source, url, seed } = attempt;
  const { contractDigest: wanted } = await gradebook.batchOf(attempt);
  if (wanted !== (await contractDigest(lab))) {
    throw new Error(`This machine has other checks of ${lab} than the batch was begun with.`);
  }
  if (url !== null) return gradeUrl(parts, attempt, url);
  await using stage = await openStage();
  const folder = join(stage.folder, 'submission');
  await unpack(await gradebook.parcel(parcel ?? ''), folder);
  const submission = { kind: 'folder', lab, folder } as const;
  const submissionDigest = await digestOfSubmission(submission);
  const report = await parts.pool.grade(submission, { seed });
  return { report: { ...report, submission: { ...report.submission, source } }, submissionDigest };
}

/** The service says before and after whose it is, so that nobody lends a classmate's for the while. */
async function gradeUrl({ gradebook, pool, addresses }: WorkParts, { lab, member, seed }: Attempt, url: string) {
  const nonce = nonceFor(await gradebook.ownershipKey(), member, lab);
  const agent = new Agent({ connect: guardedConnector(addresses), maxHeaderSize: 16_384 });
  const assertTheirs = () => assertOwned(new URL(url).origin, nonce, agent);
  const submission = { kind: 'url', lab, url } as const;
  try {
    await assertTheirs();
    const report = await pool.grade(submission, { seed });
    await assertTheirs();
    return { report, submissionDigest: await digestOfSubmission(submission) };
  } catch (error) {
    const { name, message, advice = '' } = error as Error & { advice?: string };
    if (name !== 'OwnershipError' && name !== 'UnreadableSubmission') throw error;
    throw new Refused(`${message} ${advice}`.trimEnd());
  } finally {
    await agent.destroy();
  }
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

async function refuse({ gradebook, queue }: WorkParts, job: Job, { id }: Attempt, refusal: string): Promise<void> {
  await gradebook.knex.transaction(async (within) => {
    if (await queue.done(job, within)) await within('attempts').where({ id }).update({ refusal });
  });
}
