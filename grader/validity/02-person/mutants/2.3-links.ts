import { routes, store, table } from './edits.ts';

const ANSWER = "response.json({ data, links: pageLinks('/persons', query, page) });";
const QUERY = 'const asked = parsePageRequest(query, filters, members);';
const MEMBERS = "'id firstName lastName email phone birthDate createdAt updatedAt links'";

/** A page whose links are changed one by one: `link`, with `query`. */
function eachLink(code: string) {
  return routes(
    ANSWER,
    `const links: any[] = pageLinks('/persons', query, page);\n    for (const link of links) {\n      ${code}\n    }\n    response.json({ data, links });`,
  );
}

/** More mistakes of checkpoint 2.3: in where a page leads, and in the letters that count as the same. */
export const mutants = [
  {
    id: 'page.prev.self',
    describes: 'self of every page is the first one',
    kills: ['page.prev'],
    edits: [eachLink("if (link.rel === 'self') link.href = link.href.replace(/&?cursor=[^&]*/, '');")],
  },
  {
    id: 'page.prev.first',
    describes: 'first of every page is the page itself',
    kills: ['page.prev'],
    edits: [eachLink("if (link.rel === 'first') link.href = `/persons?${query}`;")],
  },
  {
    id: 'page.forged',
    describes: 'a page link that makes no sense leads to the first page',
    kills: ['page.forged'],
    edits: [routes(QUERY, `if (query.get('cursor')?.includes('~')) query.delete('cursor');\n    ${QUERY}`)],
  },
  {
    id: 'query.unknown.fields',
    describes: 'fields may be given twice',
    kills: ['query.unknown'],
    edits: [
      routes(QUERY, `if (query.has('fields')) query.set('fields', query.get('fields') as string);\n    ${QUERY}`),
    ],
  },
  {
    id: 'fields.only.date',
    describes: 'birthDate is no field',
    kills: ['fields.only'],
    edits: [routes(MEMBERS, MEMBERS.replace(' birthDate', ''))],
  },
  {
    id: 'filter.ascii',
    describes: 'the filter email knows the capitals of every script',
    kills: ['filter.ascii'],
    edits: [
      store(
        'lower(email collate "C") = lower(? collate "C")',
        'lower(email collate "und-x-icu") = lower(? collate "und-x-icu")',
      ),
    ],
  },
  {
    id: 'filter.ascii.index',
    describes: 'an e-mail address counts as taken whatever the case of any letter',
    kills: ['filter.ascii'],
    edits: [table('lower(email collate "C")', 'lower(email collate "und-x-icu")')],
  },
];
