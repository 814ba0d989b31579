import { setTimeout as pause } from 'node:timers/promises';
import type { HandedIn, Member } from '../course/roster.ts';
import { type Batch, type Gradebook, type Row, recordGrade } from './gradebook.ts';
import type { Queue } from './queue.ts';
import { recordRegraded } from './regrade.ts';
import type { TakeParts } from './take-in.ts';

export interface BatchParts {
  gradebook: Gradebook;
  queue: Queue;
  signal: AbortSignal;
}

/** What is to be graded. */
export interface Order {
  lab: string;
  contractDigest: string;
  members: Member[];
  handedIn: HandedIn[];
  /** The folder that relative paths start from. */
  base: string;
  /** When all of it was handed in; now by default. */
  at?: Date | undefined;
  /** The first grading of this roster is 1. */
  nth: number;
}

/** How far a batch is. */
export interface Count {
  total: number;
  graded: number;
  /** Could not be read. */
  refused: number;
  /** Ended by a fault of the grader. */
  faulted: number;
}

export function countOf(rows: Row[]): Count {
  return {
    total: rows.length,
    graded: rows.filter(({ isGraded }) => isGraded).length,
    refused: rows.filter(({ isGraded, refusal }) => !isGraded && refusal !== null).length,
    faulted: rows.filter(({ fault }) => fault !== null).length,
  };
}

/** Waits until each attempt of the batch is graded. @param onCount told now and then how far it is. */
export async function finished(parts: BatchParts, batch: Batch, onCount: (count: Count) => void): Promise<Row[]> {
  let lastSeen = performance.now();
  for (;;) {
    const rows = await look(parts, batch).catch((error: Error) => {
      if (performance.now() - lastSeen > PATIENCE_MS) throw goneAway(error);
    });
    if (rows) {
      lastSeen = performance.now();
      onCount(countOf(rows));
      if (isFinished(rows)) return rows;
    }
    await pause(500, undefined, { signal: parts.signal });
  }
}

/** Whether nothing is left to be graded. */
export function isFinished(rows: Row[]): boolean {
  const { graded, refused, total } = countOf(rows);
  return graded + refused === total;
}

/** A server that is started again is back by then. */
const PATIENCE_MS = 60_000;

async function look(parts: BatchParts, batch: Batch): Promise<Row[]> {
  await buryTheDead(parts);
  return await parts.gradebook.rows(batch);
}

function goneAway({ message }: Error): Error {
  return new Error(`The database has been away for a minute (${message}). The same command goes on where it stopped.`);
}

/** What no worker has survived ends as a fault of the grader, with a reason for the staff. */
export async function buryTheDead({ gradebook, queue }: TakeParts): Promise<void> {
  for (const job of await queue.dead()) {
    const fault = 'Every worker that graded this ended without a word: run it alone, and look at what it does.';
    await gradebook.knex.transaction(async (within) => {
      const { attempt, regrade } = job.data;
      if (regrade === undefined) await recordGrade(within, attempt, { score: null, fault }, 'nobody');
      else await recordRegraded(within, regrade, attempt, { score: null, fault }, 'nobody');
      await queue.buried(job, within);
    });
  }
}
