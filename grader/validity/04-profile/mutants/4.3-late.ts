import { mutant } from '../../../src/validity/mutant.ts';
import { neighbours, patience, removal, remove, undo } from './edits.ts';

const CLEAR = 'export async function clearAddress(neighbours: Neighbours, id: string, ask: Ask): Promise<boolean> {';
const INHABITED = 'if (await neighbours.isInhabited(id, ask)) return false;';
const DELETION = 'ask(this.#address(`/addresses/${encodeURIComponent(id)}`, removal(etag)), asked)';
const QUERY = 'const query = new URLSearchParams({ address: addressId });';
const GONE = 'if (status === 404) throw';
const FOLLOWED = 'parts.background.followRemoval({ ...removal, personGone: true }, ask)';

/** Mistakes of checkpoint 4.3 when a neighbour is late, or does not say. */
export const mutants = [
  {
    id: 'undo.late',
    describes: 'where no client waits, a call may take half a minute',
    kills: ['undo.late', 'operation.problem'],
    edits: [patience('  return LIMIT_MS;\n}', '  return 30_000;\n}')],
  },
  {
    id: 'undo.late.delete',
    describes: 'where no client waits, a DELETE may take half a minute',
    kills: ['undo.late'],
    edits: [
      patience(
        'const limitMs = limitFor(asked);',
        "const limitMs = asked.until === undefined && wanted?.method === 'DELETE' ? 30_000 : limitFor(asked);",
      ),
    ],
  },
  mutant(
    'undo.encoded',
    'an address is deleted under its id as it is',
    neighbours(DELETION, DELETION.replace('encodeURIComponent(id)', 'id')),
  ),
  {
    id: 'undo.encoded.query',
    describes: 'who lives at an address is asked with its id as it is',
    kills: ['undo.encoded'],
    edits: [neighbours(QUERY, 'const query = `address=${addressId}`;')],
  },
  {
    id: 'undo.in-doubt.last',
    describes: 'whether a person is in doubt is judged by the last try',
    kills: ['undo.in-doubt'],
    edits: [patience('inDoubt ||= heard.inDoubt;', 'inDoubt = heard.inDoubt;')],
  },
  mutant(
    'delete.unsaid',
    'a DELETE is answered when the address is gone, however long that takes',
    remove(`await within(${FOLLOWED}, (ask.until ?? 0) - 2_000);`, `await ${FOLLOWED};`),
  ),
  {
    id: 'delete.unsaid.nobody',
    describes: 'where Person does not say who lives at the address of a profile that is deleted, nobody does',
    kills: ['delete.unsaid'],
    edits: [
      undo(CLEAR, CLEAR.replace('ask: Ask)', 'ask: Ask, isSure = true)')),
      undo(
        INHABITED,
        'const unsaid = (error: unknown) => {\n    if (isSure) throw error;\n    return false;\n  };\n  if (await neighbours.isInhabited(id, ask).catch(unsaid)) return false;',
      ),
      removal(
        'clearAddress(neighbours, removal.addressId, ask)',
        'clearAddress(neighbours, removal.addressId, ask, false)',
      ),
    ],
  },
  {
    id: 'delete.passed-on.gone',
    describes: 'when somebody else has deleted the person, the address is deleted all the same',
    kills: ['delete.passed-on'],
    edits: [remove(GONE, `if (status === 404) ${FOLLOWED};\n  ${GONE}`)],
  },
];
