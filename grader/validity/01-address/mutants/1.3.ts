import { mutant } from '../../../src/validity/mutant.ts';
import { onAnswer, page, routes, store } from './edits.ts';

/** Mistakes of checkpoint 1.3, list, filter, page: the collection and its pages. */
export const mutants = [
  mutant(
    'list.items',
    'in lists updatedAt is always the first second of 1970',
    routes(
      'project(represent(address), asked.fields)',
      'project(represent({ ...address, updatedAt: new Date(0) }), asked.fields)',
    ),
  ),
  mutant('page.limit', 'a page has at least two items', page('  return limit;', '  return Math.max(2, limit);')),
  mutant(
    'page.default',
    'a page has 25 items when no limit is given',
    page("query.get('limit') ?? '20'", "query.get('limit') ?? '25'"),
  ),
  mutant(
    'page.bad-limit',
    'a bad limit counts as 100',
    page(
      "if (limit < 1 || limit > 100) throw new Problem(400, 'The limit must be a whole number from 1 to 100.');",
      'if (limit < 1 || limit > 100) return 100;',
    ),
  ),
  mutant(
    'page.walk',
    'the next page begins with the last item of this one',
    store('sequence: Number(last.sequence) }', 'sequence: Number(last.sequence) - (forward ? 1 : 0) }'),
  ),
  mutant(
    'page.last',
    'a full page always has a next',
    store('found.length > limit ?', 'found.length > limit || (forward && found.length === limit) ?'),
  ),
  mutant('page.prev', 'prev leads to the first page', page("link('prev', cursorOf(prev))", "link('prev')")),
  mutant(
    'page.first',
    'first leads to this page',
    page("link('first')", "link('first', query.get('cursor') ?? undefined)"),
  ),
  mutant(
    'page.keeps',
    'the links to other pages forget the fields',
    page(
      "if (cursor) parameters.set('cursor', cursor);",
      "if (cursor) parameters.set('cursor', cursor);\n    if (cursor) parameters.delete('fields');",
    ),
  ),
  mutant(
    'page.inserts',
    'the newest come first, and a page begins after a number of rows (OFFSET)',
    store(
      'const forward = position.side',
      "const offset = Math.max(0, position.sequence);\n    const some = await this.#beyond({ side: 'after', sequence: 0 }, filters).orderBy('sequence', 'desc').offset(offset).limit(limit + 1);\n    if (limit > 0) return { addresses: some.slice(0, limit), ...(offset > 0 ? { prev: { side: 'after', sequence: Math.max(0, offset - limit) } } : {}), ...(some.length > limit ? { next: { side: 'after', sequence: offset + limit } } : {}) };\n    const forward = position.side",
    ),
  ),
  mutant(
    'page.forged',
    'a page link that is not ours leads to the first page',
    page("throw new Problem(400, 'This page link is not ours.');", "return { side: 'after', sequence: 0 };"),
  ),
  mutant(
    'conforms.listAddresses.1.3',
    'a page has a media type of its own',
    onAnswer("if (response.statusCode === 200 && body?.data) response.type('application/hal+json');"),
  ),
  mutant(
    'page.filters',
    'the links to other pages keep the first filter alone',
    page(
      "if (cursor) parameters.set('cursor', cursor);",
      "if (cursor) parameters.set('cursor', cursor);\n    const [, ...others] = [...parameters.keys()].filter((name) => filters.includes(name));\n    for (const name of others) if (cursor) parameters.delete(name);",
    ),
  ),
  mutant(
    'page.zip',
    'an OR lacks its brackets: with five digits, next leads to the first page again',
    store(
      'return query.whereRaw(\'left("postalCode", 5) = ?\', [postalCode]);',
      "{\n      const any = `left(\"postalCode\", 5) = ? or \"postalCode\" = ? and sequence ${side === 'after' ? '>' : '<'} ?`;\n      return this.#table.where(filters).whereRaw(any, [postalCode, postalCode, sequence]);\n    }",
    ),
  ),
  {
    id: 'page.prev.next',
    describes: 'a page that prev leads to has no next',
    kills: ['page.prev'],
    edits: [store('prev: ahead, next: behind };', 'prev: ahead, next: undefined };')],
  },
  {
    id: 'page.keeps.first',
    describes: 'the link to the first page forgets the fields',
    kills: ['page.keeps'],
    edits: [
      page("link('first'),", "{ rel: 'first', href: link('first').href.replace(/(?<=[?&])fields=[^&]*&?/, '') },"),
    ],
  },
  {
    id: 'page.keeps.prev',
    describes: 'prev alone forgets the fields',
    kills: ['page.keeps'],
    edits: [
      page(
        "link('prev', cursorOf(prev))",
        "{ rel: 'prev', href: link('prev', cursorOf(prev)).href.replace(/(?<=[?&])fields=[^&]*&?/, '') }",
      ),
    ],
  },
  {
    id: 'page.forged.more',
    describes: 'unknown parameters are looked for on the first page alone',
    kills: ['page.forged'],
    edits: [page('includes(name)) throw', "includes(name) && !query.has('cursor')) throw")],
  },
];
