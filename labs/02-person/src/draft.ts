import { isDeepStrictEqual } from 'node:util';
import { type MemberFault, Problem } from '@seeka/kit/problem';
import type { Draft, Representation } from './person.ts';

/** Reads the body of a `POST`. Problem: 422, with every member at fault. */
export function parseDraft(body: unknown): Draft {
  throw new Problem(501, 'TODO(2.1) Take the members of a person out of the body; refuse what breaks a rule.');
}

/** Reads the body of a `PUT`, which may repeat what the service itself added. Problem: 422, with every member at fault. */
export function parseReplacement(body: unknown, current: Representation): Draft {
  throw new Problem(501, 'TODO(2.1) Allow for members that the service owns, as long as they are as they were.');
}

/** The person as it is after a merge patch (RFC 7396). Problem: 422, with every member at fault. */
export function merge(current: Draft, patch: unknown): Draft {
  throw new Problem(501, 'TODO(2.2) Merge the patch into the person, and hold the result against the rules.');
}
