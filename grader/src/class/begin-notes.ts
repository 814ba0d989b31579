import { count } from '../report/figures.ts';
import type { Order } from './batch.ts';
import type { Batch, Gradebook, Row } from './gradebook.ts';
import { lastOf, leftBehind, rosterOf } from './roster-id.ts';

interface Found {
  /** What had been taken in before. */
  rows: Row[];
  /** Whose submission is another one now. */
  changed: Set<string>;
  troubles: Map<string, string>;
}

/** What staff should know when a batch is begun or gone on with, a line each. */
export async function beginNotes(gradebook: Gradebook, batch: Batch, order: Order, found: Found): Promise<string[]> {
  const { rows, changed, troubles } = found;
  const last = await lastOf(gradebook, batch);
  const left = rows.length === 0 ? await leftBehind(gradebook, batch, order) : undefined;
  const again = `--nth ${last + 1} grades everybody anew`;
  const notes = left === undefined ? [] : [left];
  if (last > order.nth) {
    const later = `${rosterOf(batch.id)}-${last}`;
    return [...notes, `${later} is a later grading of this roster, and counts in its place: --nth ${last} writes it.`];
  }
  const ungraded = troubles.size + rows.filter(({ isGraded, refusal }) => !isGraded && refusal === null).length;
  if (batch.contractDigest !== order.contractDigest && ungraded > 0) {
    notes.push(
      `The checks have changed since ${batch.id} began: no grade for ${count(ungraded, 'submission')}. ${again}.`,
    );
  }
  for (const member of [...changed].sort()) {
    notes.push(`${member}: what was handed in has changed since it was read; ${again}.`);
  }
  return notes;
}
