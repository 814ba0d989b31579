import { mutant } from '../../../src/validity/mutant.ts';
import { addresses, attempts, draft, refusing, routes, store } from './edits.ts';

const KNOWN = 'const known = ([name, value]: [string, unknown]) => value !== null || !Object.hasOwn(rules, name);';
const MINE = 'const mine = await transaction';
const LINKS = "pageLinks('/persons', query, page)";

/** Mistakes that hidden checks catch, from checkpoint 2.2 on. */
export const mutants = [
  mutant(
    'merge.object',
    'an object that a patch gives for a text is ignored',
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
  mutant(
    'merge.large',
    'a patch that is too large is a bad request: 400',
    refusing("request.method === 'PATCH' && Number(request.get('Content-Length')) > 120_000", 400),
  ),
  mutant(
    'page.back',
    'prev forgets the fields',
    routes(
      LINKS,
      `${LINKS}.map((link) => (link.rel === 'prev' ? { ...link, href: link.href.replace(/&?fields=[^&]*/, '') } : link))`,
    ),
  ),
  mutant(
    'link.strays',
    'an id goes into the path with its slashes',
    addresses('encodeURIComponent(id)', 'encodeURI(id)'),
  ),
  mutant(
    'method.link-head',
    'HEAD of the link is answered with 404',
    refusing("request.method === 'HEAD' && request.path.endsWith('/address')", 404),
  ),
  mutant(
    'navigate.moved',
    'who was linked to an address once is listed there for ever',
    store(
      'query.where({ addressId: address });',
      "query.where((either) => either.where({ addressId: address }).orWhereIn('id', past.get(address) ?? []));",
    ),
    store(
      'const others =',
      'if (addressId !== null) past.set(addressId, [...(past.get(addressId) ?? []), id]);\n    const others =',
    ),
    store(
      '/** The collection, and all of its SQL.',
      'const past = new Map<string, string[]>();\n\n/** The collection, and all of its SQL.',
    ),
  ),
  mutant(
    'navigate.pages',
    'from the second page on, page links forget the filter address',
    routes(
      LINKS,
      `${LINKS}.map((link) => (query.has('cursor') ? { ...link, href: link.href.replace(/address=[^&]*&/, '') } : link))`,
    ),
  ),
  mutant(
    'key.text',
    'a key is cut off after 255 characters',
    attempts('key: digest(key),', 'key: digest(key.slice(0, 255)),'),
  ),
  mutant(
    'trace.odd',
    'a traceparent in capitals is taken for one in small letters',
    addresses('{ headers, traceparent })', '{ headers, traceparent: traceparent?.toLowerCase() })'),
  ),
];
