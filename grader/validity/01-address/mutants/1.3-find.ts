import { mutant } from '../../../src/validity/mutant.ts';
import { page, routes, store } from './edits.ts';

const WHERE = 'const query = this.#table.where(filters)';
const LIST_END = 'const data = page.addresses';

/** Mistakes of checkpoint 1.3, list, filter, page: queries, filters, fields. */
export const mutants = [
  mutant(
    'query.unknown',
    'unknown parameters are ignored',
    page('if (![...controls, ...filters].includes(name)) throw', "if (name === '__proto__') throw"),
  ),
  mutant(
    'query.twice',
    'a parameter may be given twice',
    page('if (query.getAll(name).length > 1) throw', 'if (query.getAll(name).length > 9) throw'),
  ),
  mutant(
    'filter.city',
    'the filter city is ignored',
    page(
      '.filter(([name]) => filters.includes(name)))',
      ".filter(([name]) => filters.includes(name) && name !== 'city'))",
    ),
  ),
  mutant(
    'filter.region',
    'the filter region is ignored',
    page(
      '.filter(([name]) => filters.includes(name)))',
      ".filter(([name]) => filters.includes(name) && name !== 'region'))",
    ),
  ),
  mutant(
    'filter.zip',
    'five digits are compared with the whole postalCode',
    store('if (postalCode.length === 5) return', 'if (postalCode.length === 4) return'),
  ),
  mutant(
    'filter.and',
    'beside a postalCode the other filters are ignored',
    store(WHERE, 'const query = this.#table.where(postalCode === undefined ? filters : {})'),
  ),
  mutant(
    'filter.empty',
    'a filter city that finds nothing is ignored, so that the list is not empty',
    routes(
      'const page = await addresses.page(asked);',
      'const found = await addresses.page(asked);\n    const { city, ...others } = asked.filters;\n    const page = city && found.addresses.length === 0 ? await addresses.page({ ...asked, filters: others }) : found;',
    ),
  ),
  mutant(
    'filter.exact',
    'the filter city finds what begins with it',
    store(
      WHERE,
      "const { city, ...others } = filters;\n    const query = this.#table.where(others).whereLike('city', `${city ?? ''}%`)",
    ),
  ),
  mutant(
    'filter.wild',
    'the filter city is a pattern, in which % means anything',
    store(
      WHERE,
      "const { city, ...others } = filters;\n    const query = this.#table.where(others).whereLike('city', city ?? '%')",
    ),
  ),
  mutant(
    'fields.only',
    'fields is ignored',
    routes('project(represent(address), asked.fields)', 'project(represent(address))'),
  ),
  mutant(
    'fields.links',
    'with fields, the links self and persons lead to whole collections',
    routes(
      LIST_END,
      "const selfless = [{ rel: 'self', href: '/addresses' }, { rel: 'persons', href: '/persons' }];\n    const data = asked.fields ? page.addresses.map((address) => ({ ...project(represent(address), asked.fields), links: selfless })) : page.addresses",
    ),
  ),
  mutant(
    'fields.unknown',
    'unknown fields are ignored',
    page('if (unknown !== undefined) throw', "if (unknown === '__proto__') throw"),
  ),
  mutant(
    'fields.each',
    'country is forgotten among the fields',
    page("'line1', 'line2', 'country', 'createdAt'", "'line1', 'line2', 'createdAt'"),
  ),

  {
    id: 'fields.each.links',
    describes: 'links is forgotten among the fields',
    kills: ['fields.each'],
    edits: [page("'updatedAt', 'links'];", "'updatedAt'];")],
  },
  {
    id: 'filter.wild.region',
    describes: 'the filter region is a pattern, in which % means anything',
    kills: ['filter.wild'],
    edits: [
      store(
        WHERE,
        "const { region = '%', ...others } = filters;\n    const query = this.#table.where(others).whereLike('region', region)",
      ),
    ],
  },
  {
    id: 'filter.wild.code',
    describes: 'the filter postalCode is a pattern, in which % means anything',
    kills: ['filter.wild'],
    edits: [store('return query.where({ postalCode });', "return query.whereLike('postalCode', postalCode);")],
  },
  {
    id: 'filter.wild.blank',
    describes: 'blanks around a filter do not matter',
    kills: ['filter.wild'],
    edits: [
      page(
        '.filter(([name]) => filters.includes(name)))',
        '.filter(([name]) => filters.includes(name)).map(([name, value]) => [name, value.trim()]))',
      ),
    ],
  },
  {
    id: 'fields.unknown.case',
    describes: 'capitals do not matter to the names of fields',
    kills: ['fields.unknown'],
    edits: [
      page('!members.includes(name));', '!members.some((member) => member.toLowerCase() === name.toLowerCase()));'),
    ],
  },
  {
    id: 'query.twice.fields',
    describes: 'fields may be given twice',
    kills: ['query.twice'],
    edits: [
      page('if (query.getAll(name).length > 1) throw', "if (name !== 'fields' && query.getAll(name).length > 1) throw"),
    ],
  },
  {
    id: 'query.unknown.case',
    describes: 'parameters may be written in capitals, and are ignored then',
    kills: ['query.unknown'],
    edits: [page('includes(name)) throw', "includes(name.toLowerCase() === 'city' ? 'city' : name)) throw")],
  },
];
