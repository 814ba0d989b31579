import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { HandedIn, Member } from '../course/roster.ts';
import type { IngestError } from '../ingest/errors.ts';
import { type Ingested, ingest } from '../ingest/ingest.ts';
import { messageOf } from '../reason.ts';
import { type Batch, type Gradebook, type Handed, type Row, recordGrade } from './gradebook.ts';
import type { Queue } from './queue.ts';
import { recordRegraded } from './regrade.ts';
import { type TakeParts, takeIn } from './take-in.ts';

export interface BatchParts {
  gradebook: Gradebook;
  queue: Queue;
  signal: AbortSignal;
}

/** Half of a batch would be graded by other checks than the rest. */
export class OtherContract extends Error {
  override readonly name = 'UsageError';
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

/** A batch, and whose submission could not be read through no fault of theirs, with the reason. */
export interface Begun {
  batch: Batch;
  troubles: Map<string, string>;
}

/** Submissions read at once: git and zip wait for the network and the disk. */
const READ_AT_ONCE = 4;

/** The same lab, roster and number give the same batch, so that an interrupted one is gone on with. */
export function batchIdOf({ lab, members, handedIn, nth }: Order): string {
  const roster = createHash('sha256').update(JSON.stringify({ members, handedIn }));
  return `${lab}-${roster.digest('hex').slice(0, 12)}-${nth}`;
}

/**
 * Takes over the roster and reads all that was handed in, so far as that has not been done before.
 * @param onRead told after each submission, with how many are read.
 */
export async function begin(parts: BatchParts, order: Order, onRead: (done: number) => void): Promise<Begun> {
  const { gradebook, signal } = parts;
  const troubles = new Map<string, string>();
  const batch = await gradebook.batch(batchIdOf(order), order.lab, order.contractDigest);
  if (batch.contractDigest !== order.contractDigest) {
    throw new OtherContract('The checks have changed since this roster was first graded. Grade it anew with --nth 2.');
  }
  await gradebook.enrol(order.members);
  const known = new Set((await gradebook.rows(batch)).map(({ member }) => member));
  const limit = pLimit(READ_AT_ONCE);
  let done = known.size;
  const missing = oncePerGroup(order).filter(({ member }) => !known.has(member));
  await Promise.all(
    missing.map((one) =>
      limit(async () => {
        signal.throwIfAborted();
        const handed = await read(one, order, signal);
        if ('trouble' in handed) troubles.set(one.member, handed.trouble);
        else await takeIn(parts, batch, { ...handed, at: order.at });
        done += 1;
        onRead(done);
      }),
    ),
  );
  return { batch, troubles };
}

/** What one of a group hands in is graded once. */
function oncePerGroup({ members, handedIn }: Order): HandedIn[] {
  const groupOf = new Map(members.map(({ id, group }) => [id, group]));
  const first = new Map<string, HandedIn>();
  for (const one of handedIn) {
    const group = groupOf.get(one.member);
    const key = group === undefined ? `member ${one.member}` : `group ${group}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
}

type Read = Handed | { trouble: string };

async function read({ member, source }: HandedIn, { base }: Order, signal: AbortSignal): Promise<Read> {
  try {
    return { member, source, ...partsOf(await ingest(source, { base, signal })) };
  } catch (error) {
    signal.throwIfAborted();
    const { advice = '', fault } = error as Partial<IngestError>;
    const why = `${messageOf(error)} ${advice}`.trimEnd();
    // What is not the student's fault may go well the next time.
    return fault === 'theirs' ? { member, source, notes: [], refusal: why } : { trouble: why };
  }
}

function partsOf(ingested: Ingested) {
  return ingested.kind === 'url'
    ? { url: ingested.url, notes: [] }
    : { parcel: ingested.parcel, notes: ingested.parcel.notes };
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
      const count = countOf(rows);
      onCount(count);
      if (count.graded + count.refused === count.total) return rows;
    }
    await pause(500, undefined, { signal: parts.signal });
  }
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
