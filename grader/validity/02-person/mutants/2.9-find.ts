import { mutant } from '../../../src/validity/mutant.ts';
import { app, person, routes, store, table } from './edits.ts';

/** Mistakes in races, queries and operation that show in one case. */
export const mutants = [
  mutant(
    'race.email',
    'PUT and PATCH look an e-mail address up, and write afterwards; POST takes a lock',
    table('create unique index', 'create index'),
    store(
      'function refuseTaken(error: unknown): never {',
      "async function isTaken(knex: Knex, email: string, except: string): Promise<boolean> {\n  const found = await knex('persons').whereRaw('lower(email collate \"C\") = lower(? collate \"C\")', [email]).select('id');\n  return found.some(({ id }) => id !== except);\n}\n\nfunction refuseTaken(error: unknown): never {",
    ),
    store(
      "const [person] = await this.#table.insert(draft).returning('*').catch(refuseTaken);",
      "const person = await this.#knex.transaction(async (transaction) => {\n      await transaction.raw('select pg_advisory_xact_lock(4711)');\n      if (await isTaken(transaction, draft.email, '')) refuseTaken({ code: '23505' });\n      return (await transaction('persons').insert(draft).returning('*'))[0];\n    });",
    ),
    store(
      'const [person] = await this.#table.where(target)',
      "if (await isTaken(this.#knex, draft.email, target.id)) refuseTaken({ code: '23505' });\n    const [person] = await this.#table.where(target)",
    ),
  ),
  mutant(
    'merge.updated',
    'a PATCH leaves updatedAt as it was',
    store('async replace(target: Target, draft: Draft)', 'async replace(target: Target, draft: Draft, keep = false)'),
    store(
      'update(this.#changed(draft))',
      "update(keep ? { ...draft, version: this.#knex.raw('version + 1') } : this.#changed(draft))",
    ),
    routes('merge(current, request.body));', 'merge(current, request.body), true);'),
  ),
  mutant(
    'page.self',
    'self is relative to the person, and leads nowhere from the collection',
    person("{ rel: 'self', href: pathOf(person) }", "{ rel: 'self', href: person.id }"),
  ),
  mutant(
    'race.members',
    'with If-Match: * a PATCH writes over what another has set meanwhile',
    routes(
      'const person = await persons.replace({ id, version }, merge(current, request.body));',
      "const target = request.get('If-Match')?.trim() === '*' ? { id } : { id, version };\n    const person = await persons.replace(target, merge(current, request.body));",
    ),
  ),
  mutant(
    'query.head',
    'HEAD of the collection does not look at the query',
    routes(
      'const query = new URL(`http://localhost${request.url}`).searchParams;',
      "if (request.method === 'HEAD') {\n      response.type('json').end();\n      return;\n    }\n    const query = new URL(`http://localhost${request.url}`).searchParams;",
    ),
  ),
  mutant(
    'query.later',
    'beside a cursor, an unknown parameter is ignored',
    routes(
      'const asked = parsePageRequest(query, filters, members);',
      "const names = ['limit', 'fields', 'cursor', ...filters];\n    if (query.has('cursor')) for (const name of [...query.keys()]) if (!names.includes(name)) query.delete(name);\n    const asked = parsePageRequest(query, filters, members);",
    ),
  ),
  {
    ...mutant(
      'fields.unknown',
      'the filter address may be a field',
      routes("const members = 'id firstName", "const members = 'address id firstName"),
    ),
    id: 'fields.unknown.filter',
  },
  {
    ...mutant(
      'filter.ascii',
      'the filter email is put into small letters by JavaScript, É too',
      store('lower(? collate "C")\', [email])', 'lower(? collate "C")\', [email.toLowerCase()])'),
    ),
    id: 'filter.ascii.script',
  },
  mutant(
    'filter.signs',
    'a comma in the filter lastName stands between alternatives',
    store(
      '#matching({ email, address, ...members }: Record<string, string>) {\n    const query = this.#table.where(members);',
      "#matching({ email, address, lastName }: Record<string, string>) {\n    const query = this.#table.where({});\n    if (lastName !== undefined) query.whereIn('lastName', lastName.split(','));",
    ),
  ),
  {
    ...mutant(
      'filter.signs',
      'the filter lastName is decoded twice',
      routes(
        'const asked = parsePageRequest(query, filters, members);',
        'const asked = parsePageRequest(query, filters, members);\n    const { lastName } = asked.filters;\n    if (lastName && /^([^%]|%[\\da-f]{2})*$/i.test(lastName) && !/%[89a-f]/i.test(lastName)) asked.filters.lastName = decodeURIComponent(lastName);',
      ),
    ),
    id: 'filter.signs.decoded',
  },
  mutant(
    'health.lost',
    '/health asks the database until it has answered once',
    app(
      "app.get('/health', health(database.ping));",
      "let isGood = false;\n  app.get('/health', health(async () => {\n    if (!isGood) await database.ping();\n    isGood = true;\n  }));",
    ),
  ),
];
