import { mutant } from '../../../src/validity/mutant.ts';
import { address, before, draft, onAnswer, routes, store } from './edits.ts';

/** Mistakes of checkpoint 1.1, create and read. */
export const mutants = [
  mutant('create.status', 'POST answers 200 for an address that is new', routes('created ? 201 : 200', '200')),
  mutant(
    'create.location',
    'Location names a path that nobody serves',
    routes('.location(pathOf(address))', '.location(`/address/${address.id}`)'),
  ),
  mutant(
    'create.members',
    'line1 is shown in capitals, whatever was sent',
    address(
      'line2: address.line2 ?? undefined,',
      'line1: address.line1.toUpperCase(),\n    line2: address.line2 ?? undefined,',
    ),
  ),
  mutant(
    'read.same',
    'the 201 shows another updatedAt than what was stored',
    routes(
      '.location(pathOf(address));\n    show(address, response);',
      '.location(pathOf(address));\n    show({ ...address, updatedAt: new Date(Date.now() - 1_000) }, response);',
    ),
  ),
  mutant(
    'create.id',
    'every address shows the same id',
    address(
      '    createdAt: address.createdAt.toISOString(),',
      "    id: 'address',\n    createdAt: address.createdAt.toISOString(),",
    ),
  ),
  mutant(
    'create.country',
    'a POST that says the country is refused',
    routes(
      'const verified = await verify(parseDraft(request.body)',
      "if (request.body?.country === 'US') throw new Problem(422, 'No country.', { errors: [{ pointer: '/country', detail: 'is not yours' }] });\n    const verified = await verify(parseDraft(request.body)",
    ),
  ),
  mutant(
    'create.line2',
    'line2 is stored, but never shown',
    address('line2: address.line2 ?? undefined,', 'line2: undefined,'),
  ),
  mutant(
    'create.times',
    'createdAt is the local time of a server two hours east, written as UTC',
    address('address.createdAt.toISOString()', 'new Date(address.createdAt.getTime() + 7_200_000).toISOString()'),
  ),
  mutant(
    'links.self',
    'the link self forgets the plural of the path',
    address("{ rel: 'self', href: pathOf(address) }", "{ rel: 'self', href: `/address/${address.id}` }"),
  ),
  mutant(
    'links.persons',
    'the link persons has another parameter',
    address('/persons?address=', '/persons?addressId='),
  ),
  mutant(
    'create.charset',
    'the Content-Type is compared as one text, parameters and all',
    before(
      "if (request.get('Content-Type') === 'application/json; charset=utf-8') request.headers['content-type'] = 'text/plain';",
    ),
  ),
  mutant(
    'text.kept',
    'line2 is brought into Unicode normal form before it is stored',
    draft('line2: line2 ?? null', 'line2: line2?.normalize() ?? null'),
  ),
  mutant(
    'read.unknown',
    'an id that is no UUID is refused as a bad request',
    routes(
      'const address = await addresses.read(String(params.id));',
      "if (!/^[\\da-f-]{36}$/.test(String(params.id))) throw new Problem(400, 'An id is a UUID.');\n  const address = await addresses.read(String(params.id));",
    ),
  ),
  mutant(
    'state.survives',
    'only what this process has created is found',
    store(
      'if (address) return { address, created: true };',
      'if (address) {\n        born.add(address.id);\n        return { address, created: true };\n      }',
    ),
    store(
      'return this.#table.where({ id }).first();',
      'return born.has(id) ? this.#table.where({ id }).first() : undefined;',
    ),
    store(
      '/** The collection, and all of its SQL.',
      'const born = new Set<string>();\n\n/** The collection, and all of its SQL.',
    ),
  ),
  mutant(
    'conforms.createAddress.1.1',
    'the 201 has a media type of its own',
    onAnswer("if (response.statusCode === 201) response.type('application/hal+json');"),
  ),
  mutant(
    'conforms.readAddress.1.1',
    'an address is read with a media type of its own',
    onAnswer(
      "if (request.method !== 'PUT' && response.statusCode === 200 && body?.id && !response.get('Location')) response.type('application/hal+json');",
    ),
  ),
  {
    id: 'create.charset.capitals',
    describes: 'the name of the charset must be written in small letters',
    kills: ['create.charset'],
    edits: [
      before(
        "if (request.get('Content-Type')?.includes('charset=UTF-8')) request.headers['content-type'] = 'text/plain';",
      ),
    ],
  },
];
