import { mutant } from '../../../src/validity/mutant.ts';
import { addresses, attempts, draft, store } from './edits.ts';

const KNOWN = 'const known = ([name, value]: [string, unknown]) => value !== null || !Object.hasOwn(rules, name);';
const MINE = 'const mine = await transaction';

/** Mistakes that hidden checks catch. */
export const mutants = [
  mutant(
    'merge.object',
    'an object in a patch is merged into a text, and vanishes',
    draft(KNOWN, KNOWN.replace('value !== null', "(value !== null && typeof value !== 'object')")),
    draft(
      'filter(([name, value]) => value !== null && !Object.hasOwn(patch, name as string))',
      "filter(([name, value]) => value !== null && (typeof patch[name as string] === 'object' ? patch[name as string] !== null : !Object.hasOwn(patch, name as string)))",
    ),
  ),
  mutant(
    'merge.absent',
    'what is absent cannot be removed',
    draft(
      KNOWN,
      `${KNOWN}\n  for (const [name, value] of Object.entries(patch)) {\n    if (value === null && current[name as keyof Draft] === null) throw new Problem(422, 'It is absent already.', { errors: [{ pointer: \`/\${name}\`, detail: 'is absent' }] });\n  }`,
    ),
  ),
  mutant(
    'link.encoded',
    'an id is encoded twice',
    addresses(
      'return segment === undefined ? undefined : decoded(segment);',
      'return segment === undefined || decoded(segment) === undefined ? undefined : segment;',
    ),
  ),
  mutant(
    'link.kept',
    'a write of the person takes the link away',
    store('update(this.#changed(draft))', 'update(this.#changed({ ...draft, addressId: null }))'),
  ),
  mutant(
    'key.race-bodies',
    'the bodies are compared before anything is recorded, and not after',
    attempts(
      MINE,
      "const known = await transaction('attempts').where({ key: attempt.key }).first();\n      if (known) return recorded(transaction, attempt);\n      " +
        MINE,
    ),
    attempts(
      'if (mine.length === 0) return recorded(transaction, attempt);',
      "if (mine.length === 0) return transaction('attempts').where({ key: attempt.key }).first('location', 'etag', 'body');",
    ),
  ),
];
