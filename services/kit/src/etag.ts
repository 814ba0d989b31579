import { Problem } from './problem.ts';

interface Versioned {
  id: string;
  /** Counted up by every write that changes the representation; or a hash of what is shown. */
  version: number | string;
}

/** A row that a write may change: in any state, or only in this version. */
export type Target = Pick<Versioned, 'id'> & Partial<Versioned>;

/** Names the state of a row; strong, since every change changes the version (RFC 9110 §8.8.3). */
export function etag({ version }: Versioned): string {
  return `"${version}"`;
}

/** Does the client have this state already? `If-None-Match` compares weakly (RFC 9110 §13.1.2). */
export function isKnown(row: Versioned, ifNoneMatch = ''): boolean {
  return ifNoneMatch.trim() === '*' || tagsIn(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etag(row));
}

/**
 * What a write may change. `If-Match` compares strongly (RFC 9110 §13.1.1).
 * Problems: 428 without the header, 412 when the row has changed.
 */
export function targetOf(row: Versioned, ifMatch: string | undefined): Target {
  const { id, version } = row;
  if (ifMatch === undefined) throw new Problem(428, 'Send the ETag that you read as If-Match.');
  if (ifMatch.trim() === '*') return { id };
  if (!tagsIn(ifMatch).includes(etag(row))) throw changed();
  return { id, version };
}

/** The write came too late. */
export function changed(): Problem {
  return new Problem(412, 'This has changed since you read it.');
}

/** The entity tags of a list, each with its `W/`; a comma may be part of one. */
function tagsIn(header: string): string[] {
  return header.match(/[^\s,"]*"[^"]*"/g) ?? [];
}
