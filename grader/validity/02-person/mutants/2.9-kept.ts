import { mutant } from '../../../src/validity/mutant.ts';
import { addresses, app, draft, find, link, routes, server, store } from './edits.ts';

/** Mistakes that a quick try does not show, of all checkpoints. */
export const mutants = [
  {
    ...mutant(
      'merge.beside',
      'a member that every object has is known in a patch, and null removes it',
      draft('value !== null || !Object.hasOwn(rules, name);', 'value !== null || !(name in rules);'),
    ),
    id: 'merge.beside.inherited',
  },
  mutant(
    'merge.blank',
    'an empty text removes an optional member, as null does',
    draft(
      'value !== null || !Object.hasOwn(rules, name);',
      "(value !== null && !(value === '' && rules[name as keyof Draft]?.optional)) || !Object.hasOwn(rules, name);",
    ),
  ),
  mutant(
    'merge.spelling',
    'a PATCH that changes the capitals of the own e-mail address alone changes nothing',
    draft(
      '  return parseDraft(Object.fromEntries([...kept, ...Object.entries(patch).filter(known)]));',
      '  const draft = parseDraft(Object.fromEntries([...kept, ...Object.entries(patch).filter(known)]));\n  const isSame = draft.email.toLowerCase() === current.email.toLowerCase();\n  return isSame ? { ...draft, email: current.email } : draft;',
    ),
  ),
  {
    ...mutant(
      'filter.exact',
      'white space around the filter lastName is taken off',
      store(
        '    const query = this.#table.where(members);',
        '    if (members.lastName) members.lastName = members.lastName.trim();\n    const query = this.#table.where(members);',
      ),
    ),
    id: 'filter.exact.trimmed',
  },
  mutant(
    'page.keeps-email',
    'page links lose the filter email',
    routes(
      "    response.json({ data, links: pageLinks('/persons', query, page) });",
      "    query.delete('email');\n    response.json({ data, links: pageLinks('/persons', query, page) });",
    ),
  ),
  mutant(
    'page.fresh',
    'the answer to a query is kept for five seconds',
    routes(
      '    const query = new URL(`http://localhost${request.url}`).searchParams;',
      '    const kept = lists.get(request.url);\n    if (kept && kept.until > Date.now()) return void response.json(kept.answer);\n    const query = new URL(`http://localhost${request.url}`).searchParams;',
    ),
    routes(
      "    response.json({ data, links: pageLinks('/persons', query, page) });",
      "    const answer = { data, links: pageLinks('/persons', query, page) };\n    lists.set(request.url, { answer, until: Date.now() + 5_000 });\n    response.json(answer);",
    ),
    routes(
      "const filters = ['lastName', 'email', 'address'];",
      "const filters = ['lastName', 'email', 'address'];\nconst lists = new Map<string, { answer: object; until: number }>();",
    ),
  ),
  mutant(
    'health.apart',
    '/health asks Address, too',
    app(
      "app.get('/health', health(database.ping));",
      "const check = async () => {\n    await database.ping();\n    await parts.addresses.read('health', { traceparent: undefined });\n  };\n  app.get('/health', health(check));",
    ),
  ),
  mutant(
    'neighbour.anew',
    'while Address cannot be asked, its last answer is shown',
    link(
      "    if (said.status === 404) throw new Problem(404, 'The address is gone.');",
      "    if (said.status === 404) throw new Problem(404, 'The address is gone.');\n    if (said.status === 200) lastGood.set(addressId, said);",
    ),
    link(
      '{ traceparent: traceparent?.toString(), ifNoneMatch });',
      '{ traceparent: traceparent?.toString(), ifNoneMatch }).catch((error) => {\n      const known = lastGood.get(addressId);\n      if (known) return known;\n      throw error;\n    });',
    ),
    link(
      'function read({ persons, addresses }',
      'const lastGood = new Map<string, Said>();\n\nfunction read({ persons, addresses }',
    ),
    link('import type { Addresses } from', 'import type { Addresses, Said } from'),
  ),
  {
    ...mutant(
      'trace.parents',
      'all requests without a traceparent share one trace',
      addresses(
        'call(this.#base + path, { headers, traceparent })',
        'call(this.#base + path, { headers, traceparent: traceparent ?? trace })',
      ),
      addresses(
        '/** The neighbour that keeps addresses. */',
        'const trace = continueTrace(undefined);\n\n/** The neighbour that keeps addresses. */',
      ),
      addresses(
        "import { Problem } from '@seeka/kit/problem';",
        "import { Problem } from '@seeka/kit/problem';\nimport { continueTrace } from '@seeka/kit/trace';",
      ),
    ),
    id: 'trace.parents.process',
  },
  {
    ...mutant(
      'trace.parents',
      'a request without a traceparent goes on with that of one before it',
      addresses(
        'call(this.#base + path, { headers, traceparent })',
        'call(this.#base + path, { headers, traceparent: this.#traceparent })',
      ),
      addresses(
        '    const headers: Record<string, string> =',
        '    this.#traceparent = traceparent ?? this.#traceparent;\n    const headers: Record<string, string> =',
      ),
      addresses('  readonly #base: string;', '  readonly #base: string;\n  #traceparent: string | undefined;'),
    ),
    id: 'trace.parents.before',
  },
  {
    ...mutant(
      'link.anew',
      'an address that was not there once is never asked for again',
      addresses(
        '    if (status === 404 || status === 410) return { status: 404 };',
        '    if (status === 404 || status === 410) {\n      this.#gone.add(id);\n      return { status: 404 };\n    }',
      ),
      addresses(
        '    const { status, etag, text } = await this.#get(`/',
        '    if (this.#gone.has(id)) return { status: 404 };\n    const { status, etag, text } = await this.#get(`/',
      ),
      addresses('  readonly #base: string;', '  readonly #base: string;\n  readonly #gone = new Set<string>();'),
    ),
    id: 'link.anew.refused',
  },
  mutant(
    'settings.each',
    'a PORT may have letters after its digits',
    server(
      '{ PORT: port, DATABASE_URL: postgresUrl, ADDRESS_URL: httpUrl });',
      '{\n    PORT: { ...port, parse: (text) => port.parse(String(Number.parseInt(text, 10))) },\n    DATABASE_URL: postgresUrl,\n    ADDRESS_URL: httpUrl,\n  });',
    ),
  ),
  {
    ...mutant(
      'settings.each',
      'ADDRESS_URL has a default',
      server('readSettings(process.env, {', "readSettings({ ADDRESS_URL: 'http://127.0.0.1:3001', ...process.env }, {"),
    ),
    id: 'settings.each.default',
  },
  mutant(
    'read.near-id',
    'white space around an id is taken off',
    find('persons.read(String(params.id))', 'persons.read(String(params.id).trim())'),
  ),
];
