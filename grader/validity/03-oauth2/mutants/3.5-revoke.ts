import { mutant } from '../../../src/validity/mutant.ts';
import {
  form,
  onAnswer,
  onError,
  problemInApp,
  refusing,
  revocations,
  settings,
  tokenRoutes,
  tokens,
} from './edits.ts';

const KILLED = 'await refreshTokens.revoke(token);';
const DEAD = 'await tokens.revoke(token);';
const HASH = "return digest(token.slice(0, token.lastIndexOf('.')));";
const REVOKE_MISSING =
  "const { token } = fieldsOf(request, 'token');\n    if (!token) throw new OAuthError('invalid_request', 'token is missing.');\n    await refreshTokens";
const ACTIVE = 'const { scope, client_id, sub, aud, iss, exp, iat, jti } = claims;';
const CLAIMS = 'const claims = await tokens.verify(token);\n    if (!claims) return void';

/** Mistakes of checkpoint 3.5 in revoking and introspecting. */
export const mutants = [
  mutant('revoke.access', 'an access token lives on until it ends', tokenRoutes(DEAD, 'void tokens;')),
  mutant('revoke.refresh', 'a refresh token cannot be revoked', tokenRoutes(KILLED, '')),
  mutant(
    'revoke.unknown',
    'an unknown token is refused',
    tokenRoutes(
      DEAD,
      `${DEAD}\n    if (token === 'nonsense') throw new OAuthError('invalid_request', 'This is no token.');`,
    ),
  ),
  mutant(
    'revoke.forged',
    'a token is revoked by its jti, whoever has signed it',
    tokens(
      'const claims = await this.verify(token);\n    if (claims)',
      'const claims = await this.verify(token).then((known) => known ?? (/^e/.test(token) ? ({ exp: Date.now() / 1_000 + 60 } as Claims) : undefined));\n    if (claims)',
    ),
    revocations(
      HASH,
      "return digest(/\"jti\":\"([^\"]+)/.exec(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())?.[1] ?? token);",
    ),
  ),
  mutant(
    'revoke.one',
    'all tokens of the person die',
    revocations(
      HASH,
      "return digest(/\"sub\":\"([^\"]+)/.exec(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())?.[1] ?? token);",
    ),
  ),
  mutant(
    'revoke.missing',
    'nothing to revoke is fine',
    tokenRoutes(REVOKE_MISSING, "const { token = '' } = fieldsOf(request, 'token');\n    await refreshTokens"),
  ),
  {
    id: 'revoke.missing.twice',
    describes: 'of a token that comes twice to /revoke or /introspect the first one counts',
    kills: ['revoke.missing', 'introspect.missing'],
    edits: [
      form(
        'const fields = once(form, names,',
        "if (names.length === 1) form.set('token', form.get('token') ?? '');\n  const fields = once(form, names,",
      ),
    ],
  },
  mutant(
    'introspect.active',
    'introspection keeps the issuer to itself',
    tokenRoutes(ACTIVE, 'const { scope, client_id, sub, aud, exp, iat, jti } = claims;\n    const iss = undefined;'),
  ),
  mutant(
    'introspect.dead',
    'of a dead token introspection tells why',
    tokenRoutes(
      'response.json({ active: false });',
      "response.json({ active: false, ...(token.startsWith('e') ? {} : { reason: 'unknown' }) });",
    ),
  ),
  mutant(
    'introspect.revoked',
    'introspection does not know what was revoked',
    tokenRoutes(CLAIMS, 'const claims = await tokens.signed(token);\n    if (!claims) return void'),
    tokens(
      '  async #signed(token: string)',
      '  signed(token: string) {\n    return this.#signed(token);\n  }\n\n  async #signed(token: string)',
    ),
  ),
  mutant(
    'introspect.client',
    'a client is known by its name alone',
    tokenRoutes(
      'return known !== undefined && timingSafeEqual(',
      'return known !== undefined && given !== null || known !== undefined && timingSafeEqual(',
    ),
  ),
  {
    id: 'introspect.client.mixed',
    describes: 'the secret of any client will do',
    kills: ['introspect.client'],
    edits: [
      tokenRoutes(
        'const known = clients.get(id);',
        'const known = clients.has(id) ? [...clients.values()].find((secret) => secret === given) ?? "" : undefined;',
      ),
    ],
  },
  {
    id: 'introspect.client.last',
    describes: 'of CLIENTS the last one counts',
    kills: ['introspect.client'],
    edits: [settings("new Map(value.split(',').map(", "new Map(value.split(',').slice(-1).map(")],
  },
  mutant(
    'introspect.missing',
    'a missing token is a dead one',
    tokenRoutes(
      "if (!token) throw new OAuthError('invalid_request', 'token is missing.');\n    const claims",
      'if (!token) return void response.json({ active: false });\n    const claims',
    ),
  ),
  mutant(
    'method.tokens',
    'other methods are not found',
    onError("if (error.status === 405 && request.path === '/token') return new Problem(404, 'Not found.');"),
    problemInApp,
  ),
  {
    id: 'method.tokens.options',
    describes: 'OPTIONS is no method of /revoke',
    kills: ['method.tokens'],
    edits: [refusing("request.path === '/revoke' && request.method === 'OPTIONS'", 405)],
  },
  mutant(
    'conforms.revoke.3.5',
    'the errors of /revoke have the media type of a problem',
    onAnswer("if (request.path === '/revoke' && body?.error) response.type('application/problem+json');"),
  ),
  mutant(
    'conforms.introspect.3.5',
    'the errors of /introspect have the media type of a problem',
    onAnswer("if (request.path === '/introspect' && body?.error) response.type('application/problem+json');"),
  ),
];
