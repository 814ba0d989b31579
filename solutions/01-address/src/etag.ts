import { Problem } from '@seeka/kit/problem';
import type { Address } from './address.ts';

/** An address that a write may change: in any state, or only in this version. */
export interface Target {
  id: string;
  version?: number;
}

/** Names the state of an address. It is strong, since every write counts the version up (RFC 9110 §8.8.3). */
export function etag({ version }: Address): string {
  // @lab:begin 1.4
  return `"${version}"`;
  // @lab:starter
  //| throw new Problem(501, 'TODO(1.4) Make a strong entity tag.');
  // @lab:end
}

/** Does the client have this state already? `If-None-Match` compares weakly (RFC 9110 §13.1.2). */
export function isKnown(address: Address, ifNoneMatch = ''): boolean {
  // @lab:begin 1.4
  if (ifNoneMatch.trim() === '*') return true;
  return tagsIn(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etag(address));
  // @lab:starter
  //| throw new Problem(501, 'TODO(1.4) Compare If-None-Match with the ETag of the address.');
  // @lab:end
}

/**
 * What a write may change. `If-Match` compares strongly: a weak tag never matches (RFC 9110 §13.1.1).
 * Problems: 428 without the header, 412 when the address has changed.
 */
export function targetOf(address: Address, ifMatch: string | undefined): Target {
  // @lab:begin 1.4
  const { id, version } = address;
  if (ifMatch === undefined) throw new Problem(428, 'Send the ETag that you read as If-Match.');
  if (ifMatch.trim() === '*') return { id };
  if (!tagsIn(ifMatch).includes(etag(address))) throw changed();
  return { id, version };
  // @lab:starter
  //| throw new Problem(501, 'TODO(1.4) Compare If-Match with the ETag of the address.');
  // @lab:end
}

/** The write came too late. */
export function changed(): Problem {
  return new Problem(412, 'The address has changed since you read it.');
}
// @lab:begin 1.4

/** The entity tags of a list, each with its `W/`; a comma may be part of one. */
function tagsIn(header: string): string[] {
  return header.match(/[^\s,"]*"[^"]*"/g) ?? [];
}
// @lab:end
