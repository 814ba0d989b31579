import { mutant } from '../../../src/validity/mutant.ts';
import { draft, neighbours } from './edits.ts';

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
];
