// @lab:begin 4.3
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
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
  // @lab:begin 4.3
  if (removal.personGone) return 204;
  const answer = await neighbours.deletePerson(removal.personId, removal.personEtag, ask);
  // Whoever finds nobody at the first try was too late; at a repeat, the first try may have been the one.
  const wasOther = answer.status === 404 && attempt === 'first' && !answer.repeated;
  if (isGone(answer) && !wasOther) {
    await removals.personIsGone(removal);
    return 204;
  }
  await removals.end(removal);
  return answer.status;
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.3) Delete the person with the ETag that was read; write down that it is gone.');
  // @lab:end
}

/** The address goes too, unless somebody else lives there. @throws Unanswered */
export async function removeHome({ removals, neighbours }: RemovalParts, removal: Removal, ask: Ask): Promise<void> {
  // @lab:begin 4.3
  if (removal.addressId !== null) await clearAddress(neighbours, removal.addressId, ask);
  await removals.end(removal);
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.3) Clear the address, if there was one; then nothing is left to do.');
  // @lab:end
}
