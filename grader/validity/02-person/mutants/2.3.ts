import { mutant } from '../../../src/validity/mutant.ts';
import { before, onAnswer, refusing, routes, store } from './edits.ts';

const QUERY = 'const asked = parsePageRequest(query, filters, members);';
const DATA = 'const data = page.rows.map((person) => project(represent(person), asked.fields));';
const ANSWER = "response.json({ data, links: pageLinks('/persons', query, page) });";
const MATCHING = 'const query = this.#table.where(members);';
const EMAIL = 'query.whereRaw(\'lower(email collate "C") = lower(? collate "C")\', [email]);';
const PAGE = 'return readPage(() => this.#matching(request.filters), request);';

/** A page whose links were changed: `links`, with `page`, `query`. */
function links(code: string) {
  return routes(
    ANSWER,
    `const links: any[] = pageLinks('/persons', query, page);\n    ${code}\n    response.json({ data, links });`,
  );
}

/** Mistakes of checkpoint 2.3, find and project. */
export const mutants = [
  mutant(
    'page.items',
    'items have no updatedAt',
    routes(
      DATA,
      DATA.replace(
        'project(represent(person), asked.fields)',
        'project(asked.fields ? represent(person) : { ...represent(person), updatedAt: undefined }, asked.fields)',
      ),
    ),
  ),
  mutant('query.unknown', 'unknown parameters are ignored', routes(QUERY, `query.delete('colour');\n    ${QUERY}`)),
  mutant(
    'filter.last-name',
    'the filter lastName finds whatever begins with it',
    store(
      MATCHING,
      "const { lastName, ...others } = members;\n    const query = this.#table.where(others);\n    if (lastName !== undefined && lastName.length === 11) query.whereLike('lastName', `${lastName}%`);\n    else if (lastName !== undefined) query.where({ lastName });",
    ),
  ),
  mutant('filter.email', 'the filter email minds capitals', store(EMAIL, 'query.where({ email });')),
  mutant(
    'filter.and',
    'the filter email makes the others void',
    store(EMAIL, `query.clear('where').whereRaw('lower(email collate "C") = lower(? collate "C")', [email]);`),
  ),
  mutant(
    'filter.exact',
    'the filter lastName does not mind capitals',
    store(
      MATCHING,
      'const { lastName, ...others } = members;\n    const query = this.#table.where(others);\n    if (lastName !== undefined) query.whereRaw(\'lower("lastName") = lower(?)\', [lastName]);',
    ),
  ),
  mutant(
    'filter.odd',
    'an odd e-mail address in a filter is answered as if the database were away: 503',
    refusing("request.path === '/persons' && request.query.email === 'nobody'", 503),
  ),
  mutant(
    'fields.only',
    'id is shown whatever the fields',
    routes(
      DATA,
      DATA.replace(
        'project(represent(person), asked.fields)',
        "project(represent(person), asked.fields?.concat(asked.fields.length > 1 ? ['id'] : []))",
      ),
    ),
  ),
  mutant(
    'fields.unknown',
    'unknown fields are ignored',
    routes(
      QUERY,
      `if (query.getAll('fields').length === 1) query.set('fields', query.get('fields').replace(',colour', ''));\n    ${QUERY}`,
    ),
  ),
  mutant(
    'delete.collection',
    'a deleted person stays in the collection',
    store(
      'return (await this.#table.where(target).delete()) > 0;',
      "return (await this.#table.where(target).whereRaw(`phone is distinct from '+00'`).update(this.#changed({ phone: '+00', email: target.id + '@gone.example', addressId: null }))) > 0;",
    ),
    store(
      'return this.#table.where({ id }).first();',
      "return this.#table.where({ id }).whereRaw(`phone is distinct from '+00'`).first();",
    ),
  ),
  mutant(
    'method.collection',
    'PUT of the collection is answered with 404',
    before(
      'if (request.method === \'PUT\' && request.path === \'/persons\') return response.status(404).type(\'application/problem+json\').send(\'{"type":"about:blank","title":"Not Found","status":404,"detail":"No.","instance":"/persons"}\');',
    ),
  ),
  mutant(
    'method.head',
    'HEAD of a person is answered with 405',
    before("if (request.method === 'HEAD' && request.path.startsWith('/persons/')) return response.status(405).end();"),
  ),
  mutant(
    'page.limit',
    'a page holds 25 persons when no limit is given',
    routes(QUERY, `${QUERY}\n    if (!query.has('limit')) asked.limit = 25;`),
  ),
  mutant(
    'page.bad-limit',
    'a limit beyond 100 is cut down',
    routes(QUERY, `if (query.get('limit') === '101') query.set('limit', '100');\n    ${QUERY}`),
  ),
  mutant(
    'page.walk',
    'a walk ends with the second page, though there are more',
    links(
      "if (query.has('cursor') && query.get('limit') === '2' && data.length === 2) links.splice(0, links.length, ...links.filter(({ rel }) => rel !== 'next'));",
    ),
  ),
  mutant(
    'page.last',
    'a full page always has a next',
    links(
      "if (data.length === asked.limit && asked.limit === 2 && !links.some(({ rel }) => rel === 'next')) links.push({ ...links[0], rel: 'next', href: pageLinks('/persons', query, { ...page, next: { side: 'after', sequence: Number(page.rows.at(-1)?.sequence) } })[3 - (page.prev ? 0 : 1)]?.href });",
    ),
  ),
  mutant(
    'page.prev',
    'no page has a prev',
    links("const at = links.findIndex(({ rel }) => rel === 'prev');\n    if (at >= 0) links.splice(at, 1);"),
  ),
  mutant(
    'page.keeps',
    'next forgets the fields',
    links("for (const link of links) if (link.rel === 'next') link.href = link.href.replace(/&?fields=[^&]*/, '');"),
  ),
  mutant(
    'page.inserts',
    'the newest come first, and pages are counted by rows',
    store(
      PAGE,
      `const { limit, position } = request;
    const offset = position.side === 'after' ? position.sequence : Math.max(0, position.sequence - limit);
    const rows = await this.#matching(request.filters).orderBy('sequence', 'desc').offset(offset).limit(limit + 1);
    return { rows: rows.slice(0, limit), ...(offset > 0 ? { prev: { side: 'before', sequence: offset } } : {}), ...(rows.length > limit ? { next: { side: 'after', sequence: offset + limit } } : {}) };`,
    ),
  ),
  mutant(
    'page.deletes',
    'pages are counted by rows',
    store(
      PAGE,
      `const { limit, position } = request;
    const offset = position.side === 'after' ? position.sequence : Math.max(0, position.sequence - limit);
    const rows = await this.#matching(request.filters).orderBy('sequence').offset(offset).limit(limit + 1);
    return { rows: rows.slice(0, limit), ...(offset > 0 ? { prev: { side: 'before', sequence: offset } } : {}), ...(rows.length > limit ? { next: { side: 'after', sequence: offset + limit } } : {}) };`,
    ),
  ),
  mutant(
    'conforms.listPersons.2.3',
    'a page has a media type of its own',
    onAnswer("if (response.statusCode === 200 && body?.data) response.type('application/hal+json');"),
  ),
  {
    id: 'filter.exact.email',
    describes: 'the filter email is a pattern',
    kills: ['filter.exact'],
    edits: [store(EMAIL, 'query.whereRaw(\'lower(email collate "C") like lower(? collate "C")\', [email]);')],
  },
];
