import { mutant } from '../../../src/validity/mutant.ts';
import { profileRoutes, removal, remove, undo } from './edits.ts';

const CLEAR = 'export async function clearAddress(neighbours: Neighbours, id: string, ask: Ask): Promise<boolean> {';
const INHABITED = 'if (await neighbours.isInhabited(id, ask)) return false;';
const OWN = 'const profile = await readOwn(parts, request.params.personId, caller);';
const DELETED = 'const answer = await neighbours.deletePerson(removal.personId, removal.personEtag, ask);';
const MATCH = 'targetOf(versionOf(personId, represent(profile)), ifMatch);';
const HOME = "const addressId = typeof address?.representation.id === 'string' ? address.representation.id : null;";
const UNAVAILABLE = "if (address === 'unavailable') throw away('the address is unavailable');";

/** Mistakes of checkpoint 4.3 in deleting a profile. */
export const mutants = [
  mutant('delete.done', 'the address is never deleted', remove(HOME, 'const addressId = null;')),
  mutant(
    'delete.again',
    'what is gone has changed: 412',
    profileRoutes(
      OWN,
      "const profile = await readOwn(parts, request.params.personId, caller).catch((error) => {\n      const isGone = error.status === 404 && request.params.personId === caller.sub;\n      throw isGone ? new Problem(412, 'It has changed.') : error;\n    });",
    ),
  ),
  mutant('delete.match', 'a DELETE needs no If-Match', remove(MATCH, MATCH.replace('ifMatch)', "ifMatch ?? '*')"))),
  mutant(
    'delete.tags',
    'of a list in If-Match only the first tag is looked at',
    remove(MATCH, MATCH.replace('ifMatch)', "ifMatch?.split(',')[0])")),
  ),
  mutant(
    'delete.first',
    'the person is deleted in whatever state she is: If-Match: *',
    removal(DELETED, DELETED.replace('removal.personEtag', "'*'")),
  ),
  mutant(
    'delete.shared',
    'the address goes, whoever lives there',
    undo(CLEAR, CLEAR.replace('ask: Ask)', 'ask: Ask, minds = true)')),
    undo(INHABITED, 'if (minds && (await neighbours.isInhabited(id, ask))) return false;'),
    removal(
      'await clearAddress(neighbours, removal.addressId, ask);',
      'await clearAddress(neighbours, removal.addressId, ask, false);',
    ),
  ),
  mutant(
    'delete.unreadable',
    'a profile whose address is unavailable can be deleted, unless a circuit is open',
    remove(
      "if (address === 'unavailable') throw",
      "if (address === 'unavailable' && parts.neighbours.areResting) throw",
    ),
    remove('typeof address?.representation.id', 'typeof address?.representation?.id'),
  ),
  mutant(
    'delete.passed-on',
    'when the person has just changed, she is read anew, and deleted all the same',
    removal(
      DELETED,
      `${DELETED.replace('const', 'let')}\n  const shown = answer.status === 412 ? await neighbours.person(removal.personId, ask) : undefined;\n  if (shown) answer = await neighbours.deletePerson(removal.personId, shown.etag, ask);`,
    ),
  ),
  mutant(
    'delete.cleared',
    'when Person gives no answer, it is left at that',
    remove('parts.background.followRemoval(removal, ask);\n', '\n'),
  ),
  mutant(
    'delete.race',
    'whoever finds nobody left has deleted the person, when another DELETE of the profile has',
    removal(
      "const wasOther = answer.status === 404 && attempt === 'first' && !answer.repeated;",
      "if (answer.status === 204) deleted.add(removal.personId);\n  const wasOther = answer.status === 404 && attempt === 'first' && !answer.repeated && !deleted.has(removal.personId);",
    ),
    removal('export interface RemovalParts {', 'const deleted = new Set<string>();\n\nexport interface RemovalParts {'),
  ),
  mutant(
    'method.delete',
    'Allow of a profile forgets DELETE',
    profileRoutes("allowOnly('GET', 'HEAD', 'DELETE')", "allowOnly('GET', 'HEAD')"),
  ),
  mutant(
    'owner.delete',
    'the profile of anybody can be deleted by anybody',
    profileRoutes(OWN, OWN.replace('caller)', '{ ...caller, sub: request.params.personId })')),
  ),
  mutant(
    'conforms.deleteProfile.4.3',
    'the 503 of a DELETE says in words when to come back',
    remove(
      UNAVAILABLE,
      "if (address === 'unavailable') {\n    throw new Problem(503, 'The address is unavailable.', { headers: { 'Retry-After': 'soon' } });\n  }",
    ),
  ),
];
