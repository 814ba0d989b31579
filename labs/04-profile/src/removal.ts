import { Problem } from '@seeka/kit/problem';
import type { Neighbours } from './neighbours.ts';
import type { Ask } from './patience.ts';
import type { Removal, Removals } from './removals.ts';
import { clearAddress, isGone } from './undo.ts';

export interface RemovalParts {
  removals: Removals;
  neighbours: Neighbours;
}

/**
 * Deletes the person that the client meant; the status of the answer: 204 when nobody is left.
 * With any other nothing was deleted, and the removal is over. @throws Unanswered
 */
export async function removePerson(
  { removals, neighbours }: RemovalParts,
  removal: Removal,
  ask: Ask,
  attempt: 'first' | 'repeat',
): Promise<number> {
  throw new Problem(501, 'TODO(4.3) Delete the person with the ETag that was read; write down that it is gone.');
}

/** The address goes too, unless somebody else lives there. @throws Unanswered */
export async function removeHome({ removals, neighbours }: RemovalParts, removal: Removal, ask: Ask): Promise<void> {
  throw new Problem(501, 'TODO(4.3) Clear the address, if there was one; then nothing is left to do.');
}
