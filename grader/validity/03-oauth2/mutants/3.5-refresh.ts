import { mutant } from '../../../src/validity/mutant.ts';
import { form, me, onAnswer, refresh, tokenRoutes, tokens } from './edits.ts';

const NEXT = 'response.json({ ...answer, refresh_token: refreshed.token });';
const ISSUE = 'const answer = await tokens.issue(refreshed.sub, refreshed.scope);';
const KILL = "await transaction('families').where({ id: family.id }).update({ dead: true });\n        return";
const GRANT =
  "if (grantType !== 'refresh_token') throw new OAuthError('unsupported_grant_type', 'Only refresh_token is.');";
const IS_FORM = "const isForm = request.is('application/x-www-form-urlencoded');";

/** Mistakes of checkpoint 3.5 in renewing. */
export const mutants = [
  mutant(
    'refresh.given',
    'a refresh token has ten characters',
    refresh('const token = secret();', 'const token = secret().slice(0, 10);'),
  ),
  mutant(
    'refresh.renews',
    'the old refresh token is shown again',
    tokenRoutes(NEXT, NEXT.replace('refreshed.token', 'token')),
  ),
  mutant(
    'refresh.subject',
    'the sub of the new token is written in capitals',
    tokenRoutes(ISSUE, 'const answer = await tokens.issue(refreshed.sub.toUpperCase(), refreshed.scope);'),
  ),
  mutant(
    'refresh.claims',
    'a renewed token lives for 900 seconds, whatever TOKEN_TTL_SECONDS says',
    tokenRoutes(ISSUE, ISSUE.replace('refreshed.scope)', 'refreshed.scope, 900)')),
    tokens('async issue(sub: string, scope: string)', 'async issue(sub: string, scope: string, seconds?: number)'),
    tokens('.setExpirationTime(now + lifetime)', '.setExpirationTime(now + (seconds ?? lifetime))'),
  ),
  mutant('refresh.once', 'a refresh token is good until it ends', refresh('if (fresh === 0) {', 'if (fresh < 0) {')),
  mutant('family.dead', 'an old refresh token is refused, and that is all', refresh(KILL, 'return')),
  mutant(
    'family.others',
    'all log-ons of the person die',
    refresh(KILL, KILL.replace('{ id: family.id }', '{ sub: family.sub }')),
  ),
  mutant(
    'family.race',
    'whoever comes while a token is in use is refused, and that is all',
    refresh(
      'const family = await lockedFamily(transaction, token);\n      if (!family ||',
      "if (inUse.has(token)) return { outcome: 'invalid_grant' };\n      inUse.add(token);\n      await new Promise((done) => setTimeout(done, 250));\n      inUse.delete(token);\n      const family = await lockedFamily(transaction, token);\n      if (!family ||",
    ),
    refresh("const LIFETIME = '30 days';", "const LIFETIME = '30 days';\nconst inUse = new Set<string>();"),
  ),
  mutant(
    'refresh.scope',
    'a wider scope is narrowed in silence',
    refresh("return { outcome: 'invalid_scope' };", 'wanted = family.scope;'),
  ),
  mutant(
    'refresh.no-access',
    'a refresh token opens /me',
    me(
      'const claims = await tokens.verify(token);',
      "const claims = /^[\\w-]{43}$/.test(token) ? ({ sub: 'p-1', exp: 0, scope: SCOPE } as Claims) : await tokens.verify(token);",
    ),
  ),
  mutant(
    'conforms.token.3.5',
    'the error of a scope that /token does not grant has the media type of a problem',
    onAnswer(
      "if (request.path === '/token' && body?.error === 'invalid_scope') response.type('application/problem+json');",
    ),
  ),
  mutant(
    'form.unknown',
    'an unknown token is an invalid request',
    tokenRoutes(
      "throw new OAuthError(refreshed.outcome, 'The token",
      "throw new OAuthError(token === 'nonsense' ? 'invalid_request' : refreshed.outcome, 'The token",
    ),
  ),
  mutant(
    'form.grant',
    'another grant is an invalid one',
    tokenRoutes(GRANT, GRANT.replace("'unsupported_grant_type'", "'invalid_grant'")),
  ),
  mutant(
    'form.no-grant',
    'a missing grant is an unsupported one',
    tokenRoutes(
      "throw new OAuthError('invalid_request', 'grant_type is missing.');",
      "throw new OAuthError('unsupported_grant_type', 'grant_type is missing.');",
    ),
  ),
  mutant(
    'form.no-token',
    'a missing token is an invalid one',
    tokenRoutes(
      "throw new OAuthError('invalid_request', 'refresh_token is missing.');",
      "throw new OAuthError('invalid_grant', 'refresh_token is missing.');",
    ),
  ),
  mutant(
    'form.fields',
    'unknown fields are refused',
    form(
      'const form = new URLSearchParams',
      "if (/(^|&)colour=.*&/.test(String(body))) throw new OAuthError('invalid_request', 'colour is unknown.');\n  const form = new URLSearchParams",
    ),
  ),
  {
    id: 'form.fields.scope',
    describes: 'of a scope that comes twice the last one counts',
    kills: ['form.fields'],
    edits: [
      form(
        'const fields = once(form, names,',
        "if (names.includes('scope' as Name) && form.has('scope')) form.set('scope', form.getAll('scope').at(-1) ?? '');\n  const fields = once(form, names,",
      ),
    ],
  },
  mutant(
    'form.type',
    'JSON is taken too',
    form(IS_FORM, "const isForm = request.is(['application/x-www-form-urlencoded', 'application/json']);"),
    form(
      "const form = new URLSearchParams(typeof body === 'string' ? body : '');",
      "const text = typeof body === 'string' ? body : '';\n  const form = new URLSearchParams(text.startsWith('{') ? JSON.parse(text) : text);",
    ),
  ),
  {
    id: 'form.type.large',
    describes: 'a form may have a megabyte',
    kills: ['form.type'],
    edits: [form("limit: '100kb'", "limit: '1mb'")],
  },
];
