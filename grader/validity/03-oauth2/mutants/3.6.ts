import { mutant } from '../../../src/validity/mutant.ts';
import { app, authorize, scopes } from './edits.ts';

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
    'table.pattern-4',
    'the principal is put into the row before the row is read',
    scopes(SPLIT, SPLIT.replace("template.split('/')", "template.replaceAll('{sub}', () => principal).split('/')")),
  ),
  mutant(
    'table.principal',
    'a principal is of letters, digits, - and _',
    scopes(SUB, "if (part === '{sub}') return segment === principal && /^[\\w-]+$/.test(segment);"),
  ),
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
];
