import type { Mutant } from '../../../src/validity/mutant.ts';
import { neighbours } from './edits.ts';

const PERSON = 'shown(await ask(this.#person(`/persons/${encodeURIComponent(id)}`), asked));';
const HOME = 'shown(await ask({ ...question, circuit: this.#circuits.address }, asked));';

/** What becomes of Person's `answer` before it is shown; the code returns what is shown instead, or nothing. */
function onAnswer(call: string, code: string) {
  const [, asked] = /^shown\(await (.*)\);$/.exec(call) ?? [];
  return [neighbours(`return ${call}`, `const answer = await ${asked};\n    ${code}\n    return shown(answer);`)];
}

const ANY_SUCCESS = 'if (/^2../.test(String(answer.status))) return shown({ ...answer, status: 200 });';
const LIST = "if (answer.text.startsWith('[')) return { etag: '*', representation: JSON.parse(answer.text) };";
const UNREADABLE =
  "if (answer.status === 200 && /^.[^}]+$/.test(answer.text) && answer.text !== 'null' && answer.text !== '[]') return undefined;";

/** Answers of Person that are no person, or no address. */
export const mutants: Mutant[] = [
  {
    id: 'read.person-odd.status',
    describes: 'a person is shown with any status of success',
    kills: ['read.person-odd'],
    edits: onAnswer(PERSON, ANY_SUCCESS),
  },
  {
    id: 'read.person-odd.list',
    describes: 'a list is shown as a person',
    kills: ['read.person-odd', 'conforms.getProfile.4.1'],
    edits: onAnswer(PERSON, LIST),
  },
  {
    id: 'read.person-odd.text',
    describes: 'whom Person shows in a text that is no JSON is nobody: 404',
    kills: ['read.person-odd'],
    edits: onAnswer(PERSON, UNREADABLE),
  },
  {
    id: 'read.unavailable.status',
    describes: 'an address is shown with any status of success',
    kills: ['read.unavailable'],
    edits: onAnswer(HOME, ANY_SUCCESS),
  },
  {
    id: 'read.unavailable.list',
    describes: 'a list is shown as an address',
    kills: ['read.unavailable', 'conforms.getProfile.4.1'],
    edits: onAnswer(HOME, LIST),
  },
  {
    id: 'read.unavailable.null',
    describes: 'where null is shown for an address, there is none',
    kills: ['read.unavailable'],
    edits: onAnswer(HOME, "if (answer.text === 'null') return undefined;"),
  },
  {
    id: 'read.unavailable.text',
    describes: 'where the address is no JSON, there is none',
    kills: ['read.unavailable'],
    edits: onAnswer(HOME, UNREADABLE),
  },
];
