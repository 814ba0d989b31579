import { mutant } from '../../../src/validity/mutant.ts';
import { create, draft, neighbours, operations, refusal } from './edits.ts';

const PRINT = 'fingerprint: digest(JSON.stringify(request.body)),';

/** Mistakes with the parts of what is created. */
export const mutants = [
  {
    id: 'key.other-body.person',
    describes: 'another person under the same key is not noticed',
    kills: ['key.other-body'],
    edits: [draft(PRINT, PRINT.replace('request.body', 'address'))],
  },
  {
    id: 'key.other-body.address',
    describes: 'another address under the same key is not noticed',
    kills: ['key.other-body'],
    edits: [draft(PRINT, PRINT.replace('request.body', 'person'))],
  },
  mutant(
    'create.encoded',
    'the href of the link has the id as it is',
    neighbours('href: `/addresses/${encodeURIComponent(addressId)}`', 'href: `/addresses/${addressId}`'),
  ),
  {
    id: 'create.encoded.link',
    describes: 'the link is put under the id of the person as it is',
    kills: ['create.encoded'],
    edits: [
      neighbours(
        'return ask(this.#person(`/persons/${encodeURIComponent(personId)}/address`',
        'return ask(this.#person(`/persons/${encodeURI(personId)}/address`',
      ),
    ],
  },
  {
    id: 'create.encoded.location',
    describes: 'the Location has the id as it is',
    kills: ['create.encoded'],
    edits: [create('.location(pathOf(String(operation.personId)))', '.location(`/profiles/${operation.personId}`)')],
  },
  {
    id: 'slow.budget.link',
    describes: 'a link that is late is told as one that is refused',
    kills: ['slow.budget'],
    edits: [
      refusal(
        'throw new StepFailed(step, problemOf(error),',
        "throw new StepFailed(step, step === 'link' ? away(error) : problemOf(error),",
      ),
    ],
  },
  {
    id: 'key.own.joined',
    describes: 'an operation is looked up by its sub and key, joined with a colon',
    kills: ['key.own'],
    edits: [
      draft('key: digest(key),', 'key: digest(`${sub}:${key}`),'),
      operations('where({ owner, key })', 'where({ key })'),
    ],
  },
];
