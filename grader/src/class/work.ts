import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../reason.ts';
import { betterFounded, pressedIn } from './founded.ts';
import { type GradeParts, gradeAgain, gradeAttempt, Refused } from './grade-attempt.ts';
import { type Attempt, type Grade, recordGrade } from './gradebook.ts';
import type { Job, Queue } from './queue.ts';
import { type Regrade, recordRegraded, regradeOf } from './regrade.ts';
import { Room } from './room.ts';

export interface WorkParts extends GradeParts {
  queue: Queue;
  /** How many are graded at once. */
  concurrency: number;
  signal: AbortSignal;
  /** Told of what goes wrong and is tried again. */
  log(line: string): void;
}

type Parts = WorkParts & { room: Room };

/** Whose fault it is not: tried again so often. */
const TRIES = 3;
const IDLE_MS = 500;
const TOUCH_MS = 3_000;
/** While the database is away. */
const AWAY_MS = 1_000;

/** Grades what waits, until it is told to stop; what is under way then is left to others. */
export async function work(parts: WorkParts): Promise<void> {
  const room = new Room();
  await Promise.all(Array.from({ length: parts.concurrency }, () => workOneByOne({ ...parts, room })));
}

async function workOneByOne(parts: Parts): Promise<void> {
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
async function carryOut(parts: Parts, job: Job): Promise<void> {
  const { gradebook, queue, signal } = parts;
  const attempt = await gradebook.attempt(job.data.attempt);
  const regrade = job.data.regrade === undefined ? undefined : await regradeOf(gradebook.knex, job.data.regrade);
  const timer = setInterval(() => queue.touch(job).catch(() => undefined), TOUCH_MS);
  try {
    const grade = await fairGrade(parts, attempt, regrade);
    if (!signal.aborted) await settle(parts, job, attempt, grade);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // A regrade takes nothing away: the first grade stays, and the reason is for the staff.
    if (regrade) await settle(parts, job, attempt, { score: null, fault: error.message });
    else await refuse(parts, job, attempt, error.message);
  } finally {
    clearInterval(timer);
  }
}

/** Checks that lost points while the machine held the grader up are tried once more, with nothing else running here. */
async function fairGrade(parts: Parts, attempt: Attempt, regrade: Regrade | undefined): Promise<Grade> {
  const { room, signal, log } = parts;
  const first = await room.beside(() => gradeAttempt(parts, attempt, regrade));
  const { report } = first;
  const pressed = pressedIn(first).filter((id) => regrade?.checks?.includes(id) ?? true);
  if (!report || pressed.length === 0 || signal.aborted) return first;
  return await room.alone(async () => {
    if (signal.aborted) return first;
    log(`${attempt.member}: the machine held the grader up, so what failed is tried once more, alone.`);
    return betterFounded(first, await gradeAgain(parts, attempt, report, pressed).catch(() => first));
  });
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
    if (!(await queue.done(job, within))) return;
    const { regrade } = job.data;
    if (regrade === undefined) await recordGrade(within, attempt.id, grade, worker);
    else await recordRegraded(within, regrade, attempt.id, grade, worker);
  });
}

async function refuse({ gradebook, queue }: WorkParts, job: Job, { id }: Attempt, refusal: string): Promise<void> {
  await gradebook.knex.transaction(async (within) => {
    if (await queue.done(job, within)) await within('attempts').where({ id }).update({ refusal });
  });
}
