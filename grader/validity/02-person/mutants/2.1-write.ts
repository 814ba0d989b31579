import { mutant } from '../../../src/validity/mutant.ts';
import { app, before, draft, problemInRoutes, routes, server } from './edits.ts';

const REPLACE = 'const person = await persons.replace(target, parseReplacement(request.body, represent(current)));';
const REPEATS = '!Object.hasOwn(rules, name) && isDeepStrictEqual(value, shown.get(name));';
const TARGET = "const target = targetOf(current, request.get('If-Match'));";
const HEALTH = "app.get('/health', health(database.ping));";

/** Mistakes of checkpoint 2.1 in replacing, deleting and operating. */
export const mutants = [
  mutant(
    'put.replaces',
    'PUT leaves the last name as it was',
    routes(
      REPLACE,
      `const told = parseReplacement(request.body, represent(current));\n    const person = await persons.replace(target, { ...told, lastName: current.lastName });`,
    ),
  ),
  mutant(
    'put.removes',
    'PUT keeps a phone that it is not told of',
    routes(
      REPLACE,
      `const told = parseReplacement(request.body, represent(current));\n    const person = await persons.replace(target, { ...told, phone: told.phone ?? current.phone });`,
    ),
  ),
  mutant(
    'put.invalid',
    'a PUT with a bad e-mail address keeps the old one',
    draft(
      'return parseDraft(Object.fromEntries(Object.entries(body).filter((member) => !repeats(member))));',
      'const kept = Object.fromEntries(Object.entries(body).filter((member) => !repeats(member)));\n  return parseDraft(/@/.test(String(kept.email)) ? kept : { ...kept, email: current.email });',
    ),
  ),
  mutant('put.whole', 'createdAt may not be sent back', draft(REPEATS, `name !== 'createdAt' && ${REPEATS}`)),
  mutant(
    'put.server-owned',
    'links in a PUT are ignored',
    draft(REPEATS, "!Object.hasOwn(rules, name) && (name === 'links' || isDeepStrictEqual(value, shown.get(name)));"),
  ),
  mutant(
    'unique.put',
    "one's own e-mail address in other capitals counts as somebody else's: 409",
    routes(
      REPLACE,
      `const email = (request.body as any)?.email;\n    if (email !== current.email && email?.toLowerCase() === current.email.toLowerCase()) throw new Problem(409, 'Taken.');\n    ${REPLACE}`,
    ),
    problemInRoutes,
  ),
  mutant(
    'etag.changes',
    'the ETag of an answer to a PUT with another last name is that of before',
    routes(
      "if (!person) throw changed();\n    show(person, response);\n    // @lab:starter\n    //| throw new Problem(501, 'TODO(2.1) Replace",
      "if (!person) throw changed();\n    response.set('ETag', etag(person.lastName === current.lastName ? person : current)).json(represent(person));\n    // @lab:starter\n    //| throw new Problem(501, 'TODO(2.1) Replace",
    ),
  ),
  mutant(
    'etag.known',
    'a list in If-None-Match is not understood',
    before(
      "if (!request.path.endsWith('/address') && request.get('If-None-Match')?.includes(',')) delete request.headers['if-none-match'];",
    ),
  ),
  mutant(
    'match.missing',
    'a DELETE needs no If-Match',
    routes("targetOf(person, request.get('If-Match'))", "targetOf(person, request.get('If-Match') ?? '*')"),
  ),
  mutant(
    'match.stale',
    'a weak tag fits in a PUT',
    routes(TARGET, "const target = targetOf(current, request.get('If-Match')?.replace(/^W\\//, ''));"),
  ),
  mutant(
    'match.list',
    'If-Match: * is a tag like any other',
    routes(TARGET, "const target = targetOf(current, request.get('If-Match')?.replace('*', '\"*\"'));"),
  ),
  mutant(
    'race.put',
    'PUT compares the ETag first, and then writes whatever is there',
    routes(REPLACE, REPLACE.replace('replace(target,', 'replace({ id: target.id },')),
  ),
  mutant(
    'delete.gone',
    'a second DELETE is answered with 204 too',
    before(
      "const { path, method } = request;\n    if (method === 'DELETE' && gone.has(path)) return response.status(204).end();\n    response.on('finish', () => method === 'DELETE' && response.statusCode === 204 && !path.endsWith('/address') && gone.add(path));",
    ),
    app('/** Every request passes', 'const gone = new Set<string>();\n\n/** Every request passes'),
  ),
  mutant(
    'health.ok',
    '/health answers 503 at any time',
    app(HEALTH, "app.get('/health', health(async () => {\n    throw new Error('never');\n  }));"),
  ),
  mutant('health.away', '/health does not ask the database', app(HEALTH, "app.get('/health', health());")),
  mutant(
    'health.back',
    '/health stays at 503 once it has answered 503',
    app(
      HEALTH,
      "let failed = false;\n  const ping = async () => {\n    if (failed) throw new Error('It failed before.');\n    await database.ping().catch((error) => {\n      failed = true;\n      throw error;\n    });\n  };\n  app.get('/health', health(ping));",
    ),
  ),
  mutant(
    'settings.named',
    'only the first setting at fault is named',
    server(
      'error instanceof SettingsError ? error.message : error',
      "error instanceof SettingsError ? error.message.split(';')[0] : error",
    ),
  ),
  mutant(
    'docs.openapi',
    '/openapi.json serves another file',
    app("new URL('../openapi.yaml', import.meta.url)", "new URL('../package.json', import.meta.url)"),
  ),
  mutant(
    'docs.page',
    '/api-docs answers with JSON, not with a page',
    before("if (request.path.startsWith('/api-docs')) return response.json({ openapi: '3.1.0' });"),
  ),
];
