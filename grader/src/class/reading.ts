import pLimit from 'p-limit';
import type { HandedIn } from '../course/roster.ts';
import type { IngestError } from '../ingest/errors.ts';
import { type Ingested, ingest } from '../ingest/ingest.ts';
import { sourceOf } from '../ingest/source.ts';
import { messageOf } from '../reason.ts';
import type { BatchParts, Order } from './batch.ts';
import { beginNotes } from './begin-notes.ts';
import type { Batch, Handed, Row } from './gradebook.ts';
import { batchIdOf } from './roster-id.ts';
import { takeIn } from './take-in.ts';

/** A batch, and whose submission could not be read, or not be taken in, through no fault of theirs, with the reason. */
export interface Begun {
  batch: Batch;
  troubles: Map<string, string>;
  /** What staff should know, a line each. */
  notes: string[];
}

/** Submissions read at once: git and zip wait for the network and the disk. */
const READ_AT_ONCE = 4;

/**
 * Takes over the roster and reads all that was handed in, so far as that has not been done before.
 * @param onRead told after each submission, with how many are read.
 */
export async function begin(parts: BatchParts, order: Order, onRead: (done: number) => void): Promise<Begun> {
  const { gradebook, signal } = parts;
  const batch = await gradebook.batch(await batchIdOf(gradebook, order), order.lab, order.contractDigest);
  await gradebook.enrol(order.members);
  const rows = await gradebook.rows(batch);
  const ownerOf = ownerIn(order);
  const taken = new Map(rows.map((row) => [ownerOf(row), row]));
  const troubles = new Map<string, string>();
  const changed = new Set<string>();
  const limit = pLimit(READ_AT_ONCE);
  let done = 0;
  const each = oncePerGroup(order).map((one) =>
    limit(async () => {
      signal.throwIfAborted();
      const row = taken.get(ownerOf(one));
      const trouble = row ? undefined : await takeInOne(parts, batch, order, one);
      if (trouble !== undefined) troubles.set(one.member, trouble);
      if (row && (await isChanged(row, one, order, signal))) changed.add(one.member);
      done += 1;
      onRead(done);
    }),
  );
  await Promise.all(each);
  return { batch, troubles, notes: await beginNotes(gradebook, batch, order, { rows, changed, troubles }) };
}

/** What one of a group hands in is graded once. */
function oncePerGroup(order: Order): HandedIn[] {
  const ownerOf = ownerIn(order);
  const first = new Map<string, HandedIn>();
  for (const one of order.handedIn) if (!first.has(ownerOf(one))) first.set(ownerOf(one), one);
  return [...first.values()];
}

/** The member, or the member's group. */
function ownerIn({ members }: Order): (one: { member: string }) => string {
  const groupOf = new Map(members.map(({ id, group }) => [id, group]));
  return ({ member }) => (groupOf.get(member) === undefined ? `member ${member}` : `group ${groupOf.get(member)}`);
}

/** Reads what was handed in, and has it graded; tells why that could not be. */
async function takeInOne(parts: BatchParts, batch: Batch, order: Order, one: HandedIn): Promise<string | undefined> {
  const handed = await read(one, order, parts.signal);
  if ('trouble' in handed) return handed.trouble;
  // Half of a batch would be graded by other checks than the rest.
  if (batch.contractDigest !== order.contractDigest)
    return 'The checks have changed since this roster was first graded.';
  await takeIn(parts, batch, { ...handed, at: order.at });
  return undefined;
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

/** Whether something else is there now than was read. What is not on this disk is not fetched for that: it goes by its name. */
async function isChanged(row: Row, one: HandedIn, order: Order, signal: AbortSignal): Promise<boolean> {
  const isOther = one.source !== row.source;
  const source = await sourceOf(one.source, order.base).catch(() => undefined);
  if (source?.kind !== 'folder' && source?.kind !== 'zip') return isOther;
  const now = await read(one, order, signal);
  if ('parcel' in now) return now.parcel.digest !== (row.submissionDigest ?? row.parcel);
  return isOther || ('refusal' in now && row.parcel !== null);
}
