import { mutant } from '../../../src/validity/mutant.ts';
import { before } from '../../../validity/01-address/mutants/edits.ts';

/** The mutant of the handbook's example. It would stand in grader/validity/01-address/mutants. */
export const mutants = [
  mutant(
    'none-match.head',
    'A list of tags in If-None-Match is looked at for GET alone',
    before(
      "if (request.method === 'HEAD' && request.get('if-none-match')?.includes(',')) delete request.headers['if-none-match'];",
    ),
  ),
];
