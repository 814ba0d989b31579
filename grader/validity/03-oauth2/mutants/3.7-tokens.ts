import type { Mutant } from '../../../src/validity/mutant.ts';
import { refresh, revocations, tokenRoutes, tokens } from './edits.ts';

/** What a token is worth, and not quite so. */
export const mutants: Mutant[] = [
  {
    id: 'form.type.introspect',
    describes: '/introspect reads any body as a form',
    kills: ['form.type'],
    edits: [tokenRoutes('post(formBody, introspect(parts))', 'post(formBody[1], introspect(parts))')],
  },
  {
    id: 'valid.type.none',
    describes: 'a token without typ is good',
    kills: ['valid.type'],
    edits: [
      tokens('algorithms: [ALGORITHM], typ: TYPE, issuer', 'algorithms: [ALGORITHM], issuer'),
      tokens('const { payload } = await jwtVerify(', 'const { payload, protectedHeader } = await jwtVerify('),
      tokens(
        "return typeof payload.sub === 'string'",
        "if (protectedHeader.typ !== undefined && !/^(application\\/)?at\\+jwt$/i.test(protectedHeader.typ)) return undefined;\n      return typeof payload.sub === 'string'",
      ),
    ],
  },
  {
    id: 'valid.fetched',
    describes: 'what jku names is fetched',
    kills: ['valid.fetched'],
    edits: [
      tokens(
        "import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';",
        "import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';",
      ),
      tokens(
        '      // The algorithm is ours to say:',
        "      const { jku } = decodeProtectedHeader(token);\n      if (typeof jku === 'string') await fetch(jku, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);\n      // The algorithm is ours to say:",
      ),
    ],
  },
  {
    id: 'introspect.leeway',
    describes: 'introspection knows no leeway',
    kills: ['introspect.leeway'],
    edits: [
      tokenRoutes(
        '    if (!claims) return void response.json({ active: false });',
        '    if (!claims || claims.exp * 1_000 <= Date.now()) return void response.json({ active: false });',
      ),
    ],
  },
  {
    id: 'revoke.one.jti',
    describes: 'of revoked tokens the jti is remembered',
    kills: ['revoke.one'],
    edits: [
      revocations(
        "return digest(token.slice(0, token.lastIndexOf('.')));",
        "return digest(String(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti));",
      ),
    ],
  },
  {
    id: 'revoke.access.expired',
    describes: 'a revocation is forgotten at exp',
    kills: ['revoke.access'],
    edits: [tokens('claims.exp + LEEWAY_SECONDS);', 'claims.exp);')],
  },
  {
    id: 'refresh.whole',
    describes: 'a refresh token is compared by its beginning',
    kills: ['refresh.whole'],
    edits: [
      refresh(
        "import { digest, secret } from './log-ons.ts';",
        "import { digest as digestOf, secret } from './log-ons.ts';\n\nconst digest = (token: string) => digestOf(token.slice(0, 22));",
      ),
    ],
  },
  {
    id: 'introspect.client.body',
    describes: 'a client may show its secret in the body',
    kills: ['introspect.client'],
    edits: [
      tokenRoutes(
        'if (!isClient(request, settings.CLIENTS)) throw',
        "const { client_id: id = '', client_secret: key } = fieldsOf(request, 'client_id', 'client_secret');\n    if (!isClient(request, settings.CLIENTS) && (key === undefined || settings.CLIENTS.get(id) !== key)) throw",
      ),
    ],
  },
];
