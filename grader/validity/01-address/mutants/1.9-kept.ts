import { mutant } from '../../../src/validity/mutant.ts';
import { app, draft, etag, routes, server, store } from './edits.ts';

/** Mistakes that a quick try does not show. */
export const mutants = [
  {
    ...mutant(
      'problem.unknown-path',
      'the 404 of a path that nobody knows is a problem for GET alone',
      app('  app.use(notFound);', "  app.get('/{*path}', notFound);"),
    ),
    id: 'problem.unknown-path.method',
  },
  {
    id: 'read.odd-id.line',
    describes: 'the pattern of an id looks at one of its lines alone',
    kills: ['read.odd-id', 'conforms.readAddress.1.2'],
    edits: [store('{12}$/.test(id)', '{12}$/m.test(id)')],
  },
  mutant(
    'page.hundred',
    'no query reads more than 100 rows, so that a page of 100 has no next',
    store('.limit(limit + 1);', '.limit(Math.min(limit + 1, 100));'),
  ),
  {
    ...mutant(
      'match.stale',
      'the number that a tag of If-Match begins with is compared',
      etag(
        '  if (!tagsIn(ifMatch).includes(etag(address))) throw changed();',
        '  if (!tagsIn(ifMatch).some((tag) => Number.parseInt(tag.slice(1), 10) === version)) throw changed();',
      ),
    ),
    id: 'match.stale.number',
  },
  {
    ...mutant(
      'match.star',
      'a PUT with If-Match: * does not count the version up',
      store(
        '    const change = { ...verified, version, updatedAt: this.#knex.fn.now() };',
        '    const change = { ...verified, ...(target.version && { version }), updatedAt: this.#knex.fn.now() };',
      ),
    ),
    id: 'match.star.etag',
  },
  mutant(
    'put.order',
    'links that a PUT sends back are compared as text',
    draft('isDeepStrictEqual(value, shown.get(name))', 'JSON.stringify(value) === JSON.stringify(shown.get(name))'),
  ),
  {
    ...mutant(
      'delete.gone',
      'what was read is kept, and a DELETE does not end that',
      routes(
        '    const address = await find(addresses, request);\n    // @lab:begin 1.4',
        '    const address = known.get(String(request.params.id)) ?? (await find(addresses, request));\n    known.set(address.id, address);\n    // @lab:begin 1.4',
      ),
      routes(
        '    if (!address) throw changed();',
        '    if (!address) throw changed();\n    known.set(address.id, address);',
      ),
      routes('function read({', 'const known = new Map<string, Address>();\n\nfunction read({'),
    ),
    id: 'delete.gone.kept',
  },
  {
    ...mutant(
      'delete.collection',
      'a page that was read is given out again for two seconds',
      routes(
        '    const query = new URL(`http://localhost${request.url}`).searchParams;',
        '    const kept = recent.get(request.url);\n    if (kept && kept.until > Date.now()) {\n      response.json(kept.page);\n      return;\n    }\n    const query = new URL(`http://localhost${request.url}`).searchParams;',
      ),
      routes(
        '    response.json({ data, links: pageLinks(query, page) });',
        '    const answer = { data, links: pageLinks(query, page) };\n    recent.set(request.url, { until: Date.now() + 2_000, page: answer });\n    response.json(answer);',
      ),
      routes(
        'function list({',
        'const recent = new Map<string, { until: number; page: object }>();\n\nfunction list({',
      ),
    ),
    id: 'delete.collection.kept',
  },
  {
    ...mutant(
      'verify.rules-first',
      'the API is asked while the body is judged',
      routes(
        "    const verified = await verify(parseDraft(request.body), request.get('traceparent'));",
        "    const asking = verify(request.body, request.get('traceparent'));\n    asking.catch(() => undefined);\n    parseDraft(request.body);\n    const verified = await asking;",
      ),
    ),
    id: 'verify.rules-first.meanwhile',
  },
  mutant(
    'known.flats',
    'an address is the same as another of its line1 and ZIP+4',
    store(
      'for (;;) {',
      'const { line1, postalCode } = verified;\n    const same = await this.#table.where({ line1, postalCode }).first();\n    if (same) return { address: same, created: false };\n    for (;;) {',
    ),
  ),
  mutant(
    'list.lost',
    'the collection is empty while the database is away',
    routes(
      '    const page = await addresses.page(asked);',
      '    const page = await addresses.page(asked).catch(() => ({ addresses: [] }));',
    ),
  ),
  mutant(
    'settings.each',
    'PORT may have letters after its digits',
    server(
      '    PORT: port,',
      '    PORT: { ...port, parse: (text: string) => port.parse(String(Number.parseInt(text, 10))) },',
    ),
  ),
  {
    ...mutant(
      'settings.named',
      'without PORT the service listens on 3000',
      server('readSettings(process.env, {', "readSettings({ PORT: '3000', ...process.env }, {"),
    ),
    id: 'settings.named.port',
  },
  {
    ...mutant(
      'settings.each',
      'a PORT of 0 is any port',
      server(
        '    PORT: port,',
        "    PORT: { ...port, parse: (text: string) => (text === '0' ? 0 : port.parse(text)) },",
      ),
    ),
    id: 'settings.each.zero',
  },
];
