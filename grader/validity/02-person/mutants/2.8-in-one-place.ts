import { addresses, attempts, before, draft, link, routes, store } from './edits.ts';

const REPLACE = 'const person = await persons.replace(target, parseReplacement(request.body, represent(current)));';
const MERGE = 'const person = await persons.replace({ id, version }, merge(current, request.body));';
const ATTEMPT = 'const attempt = { key: digest(key), fingerprint: digest(request) };';
const FILTERS = 'parsePageRequest(query, filters, members)';
const SET = `.catch((error) => {
      if (/[A-Z]/.test(request.body.email) && error.status === 409) return current;
      throw error;
    });`;
/** Addresses are read for a link that is set, and not for one that is shown. */
const SETTING = "!('ifNoneMatch' in ask)";

/** Rules that hold in one request, or for one value, and not in another. */
export const mutants = [
  {
    id: 'put.invalid.large',
    describes: 'a PUT of more than 100 kB changes nothing, and shows the person',
    kills: ['put.invalid'],
    edits: [
      routes(
        '.put(jsonBody(), replace(parts))',
        ".put((request, response, next) => Number(request.get('Content-Length')) > 100_000 ? read(parts)(request, response, next) : next(), jsonBody(), replace(parts))",
      ),
    ],
  },
  {
    id: 'body.untyped.put',
    describes: 'a PUT without a Content-Type is read as JSON',
    kills: ['body.untyped'],
    edits: [before("if (request.method === 'PUT') request.headers['content-type'] ??= 'application/json';")],
  },
  {
    id: 'unique.put.case',
    describes: 'an e-mail address that is taken goes unnoticed when a PUT has it in capitals',
    kills: ['unique.put'],
    edits: [routes(REPLACE, REPLACE.replace(';', SET))],
  },
  {
    id: 'merge.taken.case',
    describes: 'an e-mail address that is taken goes unnoticed when a PATCH has it in capitals',
    kills: ['merge.taken'],
    edits: [routes(MERGE, MERGE.replace(';', SET))],
  },
  {
    id: 'member.pointer.alone',
    describes: 'where members that nobody knows are at fault, they alone are named',
    kills: ['member.pointer'],
    edits: [
      draft(
        'if (errors.length > 0) throw',
        "const unknown = errors.filter((fault) => fault.detail.startsWith('is unknown'));\n  if (unknown.length > 1) throw new Problem(422, 'The body breaks a rule.', { errors: unknown });\n  if (errors.length > 0) throw",
      ),
    ],
  },
  {
    id: 'fields.unknown.inherited',
    describes: 'what every object has may be a field',
    kills: ['fields.unknown'],
    edits: [routes(FILTERS, "parsePageRequest(query, filters, [...members, 'constructor'])")],
  },
  {
    id: 'method.head.known',
    describes: 'HEAD ignores If-None-Match',
    kills: ['method.head'],
    edits: [
      before(
        "if (request.method === 'HEAD' && /^.[^/]+.[^/]+$/.test(request.path)) delete request.headers['if-none-match'];",
      ),
    ],
  },
  {
    id: 'page.bad-limit.number',
    describes: 'limit is whatever Number takes',
    kills: ['page.bad-limit'],
    edits: [
      before('request.url = request.url.replace(/limit=(1e1|0x10)/, (_all, limit) => `limit=${Number(limit)}`);'),
    ],
  },
  {
    id: 'link.unknown.absolute',
    describes: 'Address is not asked whether there is what a whole URL leads to',
    kills: ['link.unknown'],
    edits: [
      link(
        "if (said.status === 404) throw badLink('leads to no address');",
        "if (said.status === 404 && !/^http/.test(request.body.href)) throw badLink('leads to no address');",
      ),
    ],
  },
  {
    id: 'link.elsewhere.beyond',
    describes: 'what follows the id in an href is cut off',
    kills: ['link.elsewhere'],
    edits: [
      addresses(
        'const [, segment] = /^\\/addresses\\/([^/?#\\\\]+)$/.exec(path) ?? [];',
        'const [, segment] = /^\\/addresses\\/([^/?#\\\\]+)(\\/?|[?#].*)$/.exec(path) ?? [];',
      ),
    ],
  },
  {
    id: 'link.body.first',
    describes: 'of a link with several faults the missing href alone is named',
    kills: ['link.body'],
    edits: [
      link(
        "throw refused([...(typeof href === 'string' ? [] : [{ pointer: '/href', detail: 'must be a text' }]), ...unknown]);",
        "throw refused(typeof href === 'string' ? unknown : [{ pointer: '/href', detail: 'must be a text' }]);",
      ),
    ],
  },
  {
    id: 'link.left',
    describes: 'the link of a deleted person is kept, and shown',
    kills: ['link.left'],
    edits: [
      store(
        'return (await this.#table.where(target).delete()) > 0;',
        "const [was] = await this.#table.where(target).delete().returning('*');\n    if (was?.addressId) left.set(was.id, was);\n    return was !== undefined;",
      ),
      store(
        '/** The collection, and all',
        'export const left = new Map<string, Person>();\n\n/** The collection, and all',
      ),
      link(
        'const { addressId } = await find(persons, request);',
        'const { addressId } = left.get(String(request.params.id)) ?? (await find(persons, request));',
      ),
      link("import type { Persons } from './store.ts';", "import { left, type Persons } from './store.ts';"),
    ],
  },
  {
    id: 'key.own.letters',
    describes: 'of a key letters and digits count',
    kills: ['key.own'],
    edits: [
      attempts(ATTEMPT, "const attempt = { key: digest(key.replace(/[^\\w,]/g, '')), fingerprint: digest(request) };"),
    ],
  },
  {
    id: 'key.own.list',
    describes: 'a key ends at a comma',
    kills: ['key.own'],
    edits: [
      attempts(ATTEMPT, "const attempt = { key: digest(key.replace(/,.*/, '\"')), fingerprint: digest(request) };"),
    ],
  },
  {
    id: 'neighbour.link.success',
    describes: 'for a new link any 2xx of Address will do',
    kills: ['neighbour.link'],
    edits: [addresses('if (status !== 200) throw', `if (status !== 200 && !(status < 300 && ${SETTING})) throw`)],
  },
  {
    id: 'neighbour.link.refused',
    describes: 'for a new link any 4xx of Address means that the address is not there',
    kills: ['neighbour.link'],
    edits: [
      addresses(
        'if (status === 404 || status === 410) return',
        `if (status === 404 || status === 410 || (status >= 400 && status < 500 && ${SETTING})) return`,
      ),
    ],
  },
  {
    id: 'put.removes.birth-date',
    describes: 'PUT keeps a birthDate that it is not told of',
    kills: ['put.removes'],
    edits: [
      routes(
        REPLACE,
        'const told = parseReplacement(request.body, represent(current));\n    const person = await persons.replace(target, { ...told, birthDate: told.birthDate ?? current.birthDate });',
      ),
    ],
  },
  {
    id: 'link.nobody.delete',
    describes: 'DELETE of the link of a person whom nobody knows is answered with 204',
    kills: ['link.nobody'],
    edits: [
      link(
        'const person = await find(persons, request);\n    if (person.addressId === null)',
        'const person = await find(persons, request).catch(() => undefined);\n    if (!person) return void response.status(204).end();\n    if (person.addressId === null)',
      ),
    ],
  },
  {
    id: 'trace.begun.longer',
    describes: 'of a traceparent the first 55 characters are looked at',
    kills: ['trace.begun'],
    edits: [addresses('{ headers, traceparent })', '{ headers, traceparent: traceparent?.slice(0, 55) })')],
  },
];
