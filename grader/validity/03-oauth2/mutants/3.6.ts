import { mutant } from '../../../src/validity/mutant.ts';
import { app, authorize, onAnswer, onError, problemInApp, refusing, scopes, server } from './edits.ts';

const ALLOW =
  'const allow = table.some((row) => scopes.includes(row.scope) && fits(row, { method, path, principal }));';
const ANSWER = "response.json(allow ? { allow, principal, scopes } : { allow, reason: 'insufficient_scope' });";
const SUB = "if (part === '{sub}') return segment === principal;";
const NAME = 'return /^\\{\\w+\\}$/.test(part) ? /^[\\w-]+$/.test(segment) : segment === part;';
const SPLIT = "const [wanted, given] = [template.split('/'), path.split('/')];";
const INVALID = "if (!claims) return void response.json({ allow: false, reason: 'invalid_token' });";

/** A sub of this text matches like a pattern. */
function patterned(sub: string) {
  return scopes(
    SUB,
    `if (part === '{sub}') return segment === principal || (principal === ${JSON.stringify(sub)} && segment !== '');`,
  );
}

/** Mistakes of checkpoint 3.6. */
export const mutants = [
  mutant(
    'authorize.allows',
    'the list of scopes is always empty',
    authorize(ANSWER, ANSWER.replace('{ allow, principal, scopes }', '{ allow, principal, scopes: [] }')),
  ),
  mutant(
    'table.none',
    'what the table does not name is free',
    authorize(ALLOW, `${ALLOW.replace('const allow =', "const allow = path === '/films' ||")}`),
  ),
  mutant(
    'table.others',
    '{sub} is anybody',
    scopes(
      SUB,
      "if (part === '{sub}') return segment === principal || (principal === 'ana' && /^(ben|anas|ANA)$/.test(segment));",
    ),
  ),
  mutant(
    'table.method',
    'capitals of a method do not count',
    scopes('methods.includes(method) &&', 'methods.includes(method.toUpperCase()) &&'),
  ),
  mutant(
    'table.name',
    'a {name} is any segment',
    scopes(NAME, NAME.replace('/^[\\w-]+$/.test(segment)', "(segment !== '' && !segment.includes(' '))")),
  ),
  mutant(
    'table.raw',
    'a final slash does not count',
    scopes(SPLIT, "const [wanted, given] = [template.split('/'), path.replace(/(?<=.)\\/$/, '').split('/')];"),
    scopes('/^[\\w-]+$/.test(segment)', "/^[\\w-]+$/.test(segment) && path.split('/').at(-1) !== ''"),
  ),
  mutant('table.pattern-1', 'the principal is put into a regular expression', patterned('.*')),
  mutant('table.pattern-2', 'the principal is put into a regular expression, dots escaped', patterned('[^/]+')),
  mutant('table.pattern-3', 'the principal is put in place by replace()', patterned('$&')),
  mutant(
    'table.literal',
    'a row is a regular expression',
    scopes(
      NAME,
      NAME.replace('segment === part', () => 'new RegExp(`^${part}$`).test(segment)'),
    ),
  ),
  mutant(
    'table.rows',
    'the first row that fits decides',
    authorize(
      ALLOW,
      'const row = table.find((row) => fits(row, { method, path, principal }));\n    const allow = row !== undefined && scopes.includes(row.scope);',
    ),
  ),
  mutant(
    'authorize.scope',
    'a scope that begins like that of the row is enough',
    authorize(ALLOW, ALLOW.replace('scopes.includes(row.scope)', 'scopes.some((word) => word.startsWith(row.scope))')),
  ),
  mutant(
    'authorize.invalid',
    'what is not in the table is insufficient, whatever the token',
    authorize(
      INVALID,
      INVALID.replace("'invalid_token'", "path === '/films' ? 'insufficient_scope' : 'invalid_token'"),
    ),
  ),
  mutant(
    'authorize.revoked',
    'a token that was valid once stays valid for the authorizer',
    authorize(
      'const claims = await tokens.verify(token);',
      'const claims = seen.get(token) ?? (await tokens.verify(token));\n    if (claims) seen.set(token, claims);',
    ),
    authorize(
      '/** What the gateway asks:',
      "const seen = new Map<string, Awaited<ReturnType<AccessTokens['verify']>>>();\n\n/** What the gateway asks:",
    ),
  ),
  mutant(
    'table.setting',
    'a row of the default table is added to that of the setting',
    app(
      'table: settings.SCOPE_TABLE',
      "table: [...settings.SCOPE_TABLE, { path: '/persons/{sub}', methods: ['GET'], scope: 'profile' }]",
    ),
  ),
  mutant(
    'body.missing',
    'only the first missing member is named',
    authorize(
      'if (errors.length > 0) throw refused(errors);',
      'if (errors.length > 0) throw refused(Object.keys(given).length === 0 ? errors.slice(0, 1) : errors);',
    ),
  ),
  mutant(
    'body.types',
    'a number is a text',
    authorize(
      "typeof given[name] !== 'string' || given[name].includes(",
      "(typeof given[name] !== 'string' && typeof given[name] !== 'number') || String(given[name]).includes(",
    ),
  ),
  mutant(
    'body.unknown',
    'unknown members are skipped',
    authorize('...unknown.map((name)', '...unknown.slice(0, 0).map((name)'),
  ),
  mutant('body.no-object', 'a list has members that are missing', authorize(' || Array.isArray(body)', '')),
  mutant(
    'body.malformed',
    'an empty body is of the wrong media type',
    refusing("request.path === '/authorize' && request.get('Content-Length') === '0'", 415),
  ),
  mutant(
    'body.large',
    'a body that is too large is malformed',
    onError("if (error.status === 413 && request.path === '/authorize') return new Problem(400, 'Too large.');"),
    problemInApp,
  ),
  mutant(
    'method.authorize',
    'other methods are not found',
    onError("if (error.status === 405 && request.path === '/authorize') return new Problem(404, 'Not found.');"),
    problemInApp,
  ),
  mutant(
    'stop.in-flight',
    'SIGTERM ends the process at once',
    server(
      'async function main(): Promise<void> {',
      "async function main(): Promise<void> {\n  process.on('SIGTERM', () => process.exit(0));",
    ),
  ),
  mutant(
    'stop.exit',
    'the process ends with another exit code than 0',
    server(
      'await serve(app, settings.PORT, process.env.HOST);',
      'await serve(app, settings.PORT, process.env.HOST);\n  process.exitCode = 1;',
    ),
  ),
  mutant(
    'conforms.authorize.3.6',
    'the refusals of /authorize have no title',
    onAnswer("if (request.path === '/authorize' && body?.status >= 400) delete body.title;"),
  ),
];
