import { createHash } from 'node:crypto';
import { type MemberFault, Problem } from '@seeka/kit/problem';
import type { Request } from 'express';
import type { Caller } from './caller.ts';
import type { Wish } from './operation.ts';

/** Reads a `POST` of a profile. Problems: 400 without a key, 422 with every member at fault; no neighbour is asked for that. */
export function parseWish(request: Request, { sub, ask }: Caller): Wish {
  throw new Problem(
    501,
    'TODO(4.2) Refuse a request without a key, and a body that is not {"person": {…}, "address": {…}}.',
  );
}

/** SHA-256, so that any text fits into an index. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** RFC 7240: a list, whose preferences may have parameters. */
function prefersLater(request: Request): boolean {
  // TODO(4.4) Does the client prefer to be answered before the work is done?
  return false;
}
