import { Problem } from '@seeka/kit/problem';
import type { Address } from './address.ts';

/** An address that a write may change: in any state, or only in this version. */
export interface Target {
  id: string;
  version?: number;
}

/** Names the state of an address. It is strong, since every write counts the version up (RFC 9110 §8.8.3). */
export function etag({ version }: Address): string {
  throw new Problem(501, 'TODO(1.4) Make a strong entity tag.');
}

/** Does the client have this state already? `If-None-Match` compares weakly (RFC 9110 §13.1.2). */
export function isKnown(address: Address, ifNoneMatch = ''): boolean {
  throw new Problem(501, 'TODO(1.4) Compare If-None-Match with the ETag of the address.');
}

/**
 * What a write may change. `If-Match` compares strongly: a weak tag never matches (RFC 9110 §13.1.1).
 * Problems: 428 without the header, 412 when the address has changed.
 */
export function targetOf(address: Address, ifMatch: string | undefined): Target {
  throw new Problem(501, 'TODO(1.4) Compare If-Match with the ETag of the address.');
}

/** The write came too late. */
export function changed(): Problem {
  return new Problem(412, 'The address has changed since you read it.');
}
