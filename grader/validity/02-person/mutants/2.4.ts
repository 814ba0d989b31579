import { mutant } from '../../../src/validity/mutant.ts';
import { addresses, link, onAnswer, person, refusing, routes, store } from './edits.ts';

const PATH = 'const [, segment] = /^\\/addresses\\/([^/?#\\\\]+)$/.exec(path) ?? [];';
const OTHERS = 'const others = this.#table.where({ id }).whereRaw(\'"addressId" is distinct from ?\', [addressId]);';
const STORED = 'await persons.link(person, addressId);';
const ABSOLUTE = 'const path = href.startsWith(`${this.#base}/`) ? href.slice(this.#base.length) : href;';

/** Mistakes of checkpoint 2.4, link to another service. */
export const mutants = [
  mutant('link.set', 'a link is forgotten', link(STORED, '')),
  mutant(
    'link.unchanged',
    'a member of the address that Person does not know is not passed on',
    link('send(said.representation)', 'send(JSON.stringify({ ...JSON.parse(said.representation), since: undefined }))'),
  ),
  mutant(
    'link.not-modified',
    'If-None-Match is not handed on',
    link(
      'traceparent: traceparent?.toString(), ifNoneMatch }',
      'traceparent: traceparent?.toString(), ifNoneMatch: ifNoneMatch && undefined }',
    ),
  ),
  mutant(
    'link.again',
    'the first link stays',
    store(
      OTHERS,
      "const others = this.#table.where({ id }).where((query) => (addressId === null ? query : query.whereNull('addressId')));",
    ),
  ),
  mutant('link.absolute', 'only paths are links', addresses(ABSOLUTE, 'const path = href;')),
  mutant(
    'link.none',
    'ending a link that is not there is answered with 204',
    link(
      "const person = await find(persons, request);\n    if (person.addressId === null) throw new Problem(404, 'This person is not linked to an address.');\n    await persons.link(person, null);",
      'const person = await find(persons, request);\n    await persons.link(person, null);',
    ),
  ),
  mutant(
    'link.nobody',
    'a link of nobody is a bad request',
    refusing('/^.persons.[^-/]{12}.address$/.test(request.path)', 400),
  ),
  mutant(
    'link.unknown',
    'a link to an address that is not there is stored',
    link("if (said.status === 404) throw badLink('leads to no address');\n", ''),
  ),
  mutant(
    'link.elsewhere',
    'any URL that ends like an address will do',
    addresses(PATH, 'const [, segment] = /\\/addresses\\/([^/?#\\\\]+)$/.exec(path) ?? [];'),
  ),
  mutant(
    'link.body',
    'other members of a link are ignored',
    link(
      'const { href, ...rest } = body as { href?: unknown };',
      'const { href } = body as { href?: unknown };\n  const rest = {};',
    ),
  ),
  mutant(
    'link.shown',
    'the ETag stays when a link is set',
    store('await others.update(this.#changed({ addressId }));', 'await others.update({ addressId });'),
  ),
  mutant(
    'link.removed',
    'a link that has ended is still shown',
    person(
      'if (person.addressId !== null) return [self,',
      'if (person.addressId !== null || person.version === 3) return [self,',
    ),
  ),
  mutant(
    'link.person-deleted',
    'with the person the address is deleted',
    routes(
      'response.status(204).end();',
      "if (person.addressId) await fetch(`${process.env.ADDRESS_URL}/addresses/${person.addressId}`, { method: 'DELETE' });\n    response.status(204).end();",
    ),
  ),
  mutant(
    'link.dangling',
    'when an address is read, 410 counts as a failure of Address: 503',
    addresses('|| status === 410)', "|| (status === 410 && !('ifNoneMatch' in ask)))"),
  ),
  mutant(
    'navigate.filter',
    'the filter address finds everybody who is linked',
    store('query.where({ addressId: address });', "query.whereNotNull('addressId');"),
  ),
  mutant(
    'navigate.dangling',
    'who is linked to an address that is gone is not listed',
    routes(
      'const page = await persons.page(asked);',
      "const page = await persons.page(asked);\n    if (/^\\w+$/.test(asked.filters.address ?? '') && (await fetch(`${process.env.ADDRESS_URL}/addresses/${asked.filters.address}`)).status === 404) page.rows = [];",
    ),
  ),
  mutant(
    'method.link',
    'POST of the link is answered with 404',
    link(
      '.put(jsonBody(), link(parts))',
      '.put(jsonBody(), link(parts))\n    .post((_request, response) => response.status(404).end())',
    ),
  ),
  mutant(
    'conforms.readAddressOfPerson.2.4',
    'the 404 of a person who is linked to no address has no title',
    onAnswer(
      "if (request.method === 'GET' && request.path.endsWith('/address') && body?.status === 404 && body.detail.startsWith('This person')) delete body.title;",
    ),
  ),
  mutant(
    'conforms.linkAddress.2.4',
    'the 422 of a link has no title',
    onAnswer(
      "if (request.method === 'PUT' && request.path.endsWith('/address') && body?.status === 422) delete body.title;",
    ),
  ),
  mutant(
    'conforms.unlinkAddress.2.4',
    'the 404 of a link that is to end has no title',
    onAnswer(
      "if (request.method === 'DELETE' && request.path.endsWith('/address') && body?.status === 404) delete body.title;",
    ),
  ),
  {
    id: 'link.not-modified.list',
    describes: 'If-None-Match is handed on only when it is a single tag',
    kills: ['link.not-modified'],
    edits: [link('ifNoneMatch });', "ifNoneMatch: ifNoneMatch?.includes(',') ? undefined : ifNoneMatch });")],
  },
  {
    id: 'link.unknown.gone',
    describes: 'when a link is set, 410 counts as a failure of Address: 503',
    kills: ['link.unknown'],
    edits: [addresses('|| status === 410)', "|| (status === 410 && 'ifNoneMatch' in ask))")],
  },
  {
    id: 'link.removed.etag',
    describes: 'the ETag stays when a link ends',
    kills: ['link.removed'],
    edits: [
      store(
        'await others.update(this.#changed({ addressId }));',
        'await others.update(addressId === null ? { addressId } : this.#changed({ addressId }));',
      ),
    ],
  },
  {
    id: 'navigate.dangling.read',
    describes: 'a link is ended when its address is found gone',
    kills: ['navigate.dangling'],
    edits: [
      link(
        "if (said.status === 404) throw new Problem(404, 'The address is gone.');",
        "if (said.status === 404) {\n      await persons.link(await find(persons, request), null);\n      throw new Problem(404, 'The address is gone.');\n    }",
      ),
    ],
  },
  {
    id: 'method.link.options',
    describes: 'OPTIONS of the link is refused',
    kills: ['method.link'],
    edits: [
      link(
        '.delete(unlink(parts))',
        '.delete(unlink(parts))\n    .options((_, response) => response.status(405).end())',
      ),
    ],
  },
];
