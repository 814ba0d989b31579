import { mutant } from '../../../src/validity/mutant.ts';
import { background, operations, refusal, saga, table, undo } from './edits.ts';

const FORWARD =
  'const unpeopled = await removePerson(parts, certain, ask);\n  const cleared = await removeAddress(parts, unpeopled, ask);';
const CLEAR = 'export async function clearAddress(neighbours: Neighbours, id: string, ask: Ask): Promise<boolean> {';
const INHABITED = 'if (await neighbours.isInhabited(id, ask)) return false;';
const REMOVED = 'const isRemoved = await clearAddress(parts.neighbours, addressId, ask);';
const CHANGED = 'if (answer.status !== 412) break;';
const DOUBT = "const status = step === 'person' && inDoubt ? 'running' : 'failed';";

/** `clearAddress` with a last argument: whether it minds who lives there. */
const careless = [
  undo(CLEAR, CLEAR.replace('ask: Ask)', 'ask: Ask, minds = true)')),
  undo(INHABITED, INHABITED.replace('await', 'minds && (await').replace('ask))', 'ask)))')),
];

/** Mistakes of checkpoint 4.3 in undoing what an operation has made. */
export const mutants = [
  mutant(
    'undo.address',
    'an address is deleted in whatever state it is: If-Match: *',
    undo('neighbours.deleteAddress(id, etag, ask)', "neighbours.deleteAddress(id, '*', ask)"),
  ),
  mutant(
    'undo.known',
    'an address that was there before is deleted, too',
    undo(
      "addressStep !== 'done' || !addressMade || addressId === null",
      "addressStep !== 'done' || addressId === null",
    ),
  ),
  mutant(
    'undo.reverse',
    'first the address goes, then the person',
    undo(FORWARD, 'const cleared = await removePerson(parts, await removeAddress(parts, certain, ask), ask);'),
  ),
  mutant(
    'undo.person',
    'the person is deleted in whatever state she is: If-Match: *',
    undo('neighbours.deletePerson(personId, etag, ask)', "neighbours.deletePerson(personId, '*', ask)"),
  ),
  mutant(
    'undo.shared',
    'an undo does not mind who lives at the address',
    ...careless,
    undo(REMOVED, REMOVED.replace('ask)', 'ask, false)')),
  ),
  mutant(
    'undo.asked',
    'where Person does not know the address (422 at /href), nobody is asked who lives there',
    refusal(
      'return away(`${step}: status ${status}`);',
      "const problem = away(`${step}: status ${status}`);\n  if (step !== 'link' || !text.includes('/href')) return problem;\n  return new Problem(503, 'The link is refused.', { code: 'no-such-address', headers: problem.headers });",
    ),
    ...careless,
    undo(REMOVED, REMOVED.replace('ask)', "ask, operation.problem?.code !== 'no-such-address')")),
  ),
  mutant(
    'undo.nobody-else',
    'where Person does not say who lives there, nobody does',
    undo(CLEAR, CLEAR.replace('ask: Ask)', 'ask: Ask, isUndo = false)')),
    undo(
      INHABITED,
      'const nobody = (error: unknown) => {\n    if (!isUndo) throw error;\n    return false;\n  };\n  if (await neighbours.isInhabited(id, ask).catch(nobody)) return false;',
    ),
    undo(REMOVED, REMOVED.replace('ask)', 'ask, true)')),
  ),
  mutant(
    'undo.stale',
    'what has changed since it was read is somebody else’s now, and stays',
    undo(CHANGED, 'if (answer.status === 412) return;\n    break;'),
  ),
  mutant(
    'undo.gone',
    'a 404 to a DELETE does not say that something is gone',
    undo('if (isGone(answer)) return;', 'if (isGone(answer) && answer.status !== 404) return;'),
  ),
  mutant(
    'undo.retried',
    'an undo whose DELETE fails is given up',
    undo(
      'const answer = await remove(shown.etag);',
      "const answer = await remove(shown.etag).catch((error) => {\n      if (error.reason === 'late') throw error;\n    });\n    if (!answer) return;",
    ),
  ),
  mutant(
    'undo.lost',
    'an address that answers a repeat with 200 was made by the first try',
    saga('addressMade: answer.status === 201 }', 'addressMade: answer.status === 201 || answer.repeated }'),
  ),
  {
    ...mutant(
      'undo.in-doubt',
      'a person of whom nothing was heard was not made',
      saga(DOUBT, "const status = 'failed';"),
    ),
    kills: ['undo.in-doubt', 'durable.person'],
  },
  mutant(
    'undo.new-key',
    'the key of POST /persons follows from that of the client',
    operations(
      'const [operation] = await this.#table.insert(wish)',
      'const { owner, key } = wish;\n    const personKey = `${owner.slice(0, 8)}-${key.slice(0, 4)}-${key.slice(4, 8)}-${key.slice(8, 12)}-${key.slice(12, 24)}`;\n    const [operation] = await this.#table.insert({ ...wish, personKey })',
    ),
  ),
  {
    id: 'undo.retried.pause',
    describes: 'between two tries of an undo lie four seconds',
    kills: ['undo.retried'],
    edits: [
      background(
        'const undone = () => this.#untilDone(async () => undo(this.#parts, await operations.read(id), unhurried));',
        'const tryUndo = async () =>\n      undo(this.#parts, await operations.read(id), unhurried).catch(async (error) => {\n        await setTimeout(3_600);\n        throw error;\n      });\n    const undone = () => this.#untilDone(tryUndo);',
      ),
    ],
  },
  {
    id: 'undo.retried.person',
    describes: 'a person who cannot be deleted at once stays',
    kills: ['undo.retried'],
    edits: [
      undo(
        'neighbours.deletePerson(personId, etag, ask)',
        "neighbours.deletePerson(personId, etag, ask).catch(() => ({ status: 404, headers: {}, text: '', repeated: false }))",
      ),
    ],
  },
  mutant(
    'undo.key',
    'an operation that is being undone has given its key back',
    operations(
      "whereNotIn('status', ['failed', 'compensated']).first();",
      "whereNotIn('status', ['failed', 'compensated', 'undoing']).first();",
    ),
    table("where status in ('running', 'undoing', 'succeeded')", "where status in ('running', 'succeeded')"),
  ),
];
