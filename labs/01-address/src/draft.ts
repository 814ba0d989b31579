import { isDeepStrictEqual } from 'node:util';
import { type MemberFault, Problem } from '@seeka/kit/problem';
import type { Draft, Representation } from './address.ts';

/** Reads the body of a `POST`. Problem: 422, with every member at fault. */
export function parseDraft(body: unknown): Draft {
  const errors = faultsOf(body);
  if (errors.length > 0) throw new Problem(422, 'The body breaks a rule.', { errors });
  throw new Problem(501, 'TODO(1.1) Take the members of an address out of the body, and add what may be left out.');
}

/** Reads the body of a `PUT`, which may repeat what the service itself added. Problem: 422, with every member at fault. */
export function parseReplacement(body: unknown, current: Representation): Draft {
  throw new Problem(501, 'TODO(1.4) Allow for members that the service owns, as long as they are as they were.');
}

/** Every member at fault; none when the body is a draft. */
export function faultsOf(body: unknown): MemberFault[] {
  // TODO(1.2) Name every member at fault.
  return [];
}
