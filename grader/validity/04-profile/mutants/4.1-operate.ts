import { mutant } from '../../../src/validity/mutant.ts';
import { app, before, circuit, neighbours, onAnswer, profile, profileRoutes, server, tokens } from './edits.ts';

const HEALTH = "app.get('/health', health(database.ping));";
const SERVE = 'await serve(app, settings.PORT, process.env.HOST);';
const JOSE = 'type JWTVerifyGetKey, jwtVerify } from';
const VERIFY = 'const { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience } = this.#settings;';
const KEEP = 'if (this.#known.size >= MOST_KNOWN) this.#known.clear();';
const CAUGHT = 'if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;';

/** Mistakes of checkpoint 4.1 in tokens, in waiting, and in how the service is operated. */
export const mutants = [
  mutant(
    'auth.none',
    'who brings no token is answered with 403',
    tokens("throw challenge(401, 'This needs a token.');", "throw challenge(403, 'This needs a token.');"),
  ),
  mutant('auth.algorithms', 'RS256 is not known', tokens("algorithms: ['RS256', 'ES256']", "algorithms: ['ES256']")),
  {
    ...mutant(
      'auth.signature',
      'a token whose signature does not fit is believed',
      tokens(
        CAUGHT,
        `if (error instanceof errors.JWSSignatureVerificationFailed) return decodeJwt(token);\n      ${CAUGHT}`,
      ),
      tokens(JOSE, `decodeJwt, ${JOSE}`),
    ),
    kills: ['auth.signature', 'auth.post', 'auth.delete'],
  },
  mutant('auth.claims', 'any JWT of the issuer is an access token', tokens("typ: 'at+jwt', ", '')),
  {
    id: 'auth.claims.typ',
    describes: 'the type of a token is looked at when there is one',
    kills: ['auth.claims'],
    edits: [
      tokens("typ: 'at+jwt', ", ''),
      tokens('const { payload } = await', 'const { payload, protectedHeader } = await'),
      tokens(KEEP, `if ((protectedHeader.typ ?? 'at+jwt') !== 'at+jwt') return undefined;\n      ${KEEP}`),
    ],
  },
  {
    id: 'auth.claims.issuer',
    describes: 'an issuer that begins as ours is taken for ours',
    kills: ['auth.claims'],
    edits: [
      tokens("typ: 'at+jwt', issuer, audience,", "typ: 'at+jwt', audience,"),
      tokens(KEEP, `if (!payload.iss?.startsWith(issuer)) return undefined;\n      ${KEEP}`),
    ],
  },
  {
    id: 'auth.claims.audience',
    describes: 'an audience that begins as ours is taken for ours',
    kills: ['auth.claims'],
    edits: [
      tokens('issuer, audience, requiredClaims', 'issuer, requiredClaims'),
      tokens(
        KEEP,
        `if (![payload.aud].flat().some((aud) => aud?.startsWith(audience))) return undefined;\n      ${KEEP}`,
      ),
    ],
  },
  mutant(
    'auth.other-alg',
    'a key for RS256 is good for RS512',
    tokens("algorithms: ['RS256', 'ES256']", "algorithms: ['RS256', 'ES256', 'RS512']"),
    tokens(
      'return await remote(header, token);',
      "if (header?.alg !== 'RS512') return await remote(header, token);\n      return KeyObject.from(await remote({ ...header, alg: 'RS256' }, token));",
    ),
    tokens(
      "import { Problem } from '@seeka/kit/problem';",
      "import { KeyObject } from 'node:crypto';\nimport { Problem } from '@seeka/kit/problem';",
    ),
  ),
  mutant(
    'auth.time',
    'clocks may differ by a minute',
    tokens('const LEEWAY_SECONDS = 5;', 'const LEEWAY_SECONDS = 60;'),
  ),
  mutant(
    'auth.scope',
    'a part of a word is enough',
    tokens('if (!scopesOf(claims).includes(SCOPE)) {', "if (!scopesOf(claims).join(' ').includes(SCOPE)) {"),
  ),
  mutant(
    'auth.none-alg',
    'a token that says it needs no signature needs none',
    tokens(
      VERIFY,
      `${VERIFY}\n    const [head = ''] = token.split('.');\n    if (/"alg":"none"/.test(Buffer.from(head, 'base64url').toString())) return decodeJwt(token);`,
    ),
    tokens(JOSE, `decodeJwt, ${JOSE}`),
  ),
  mutant(
    'auth.brought-key',
    'a key that the header brings is used',
    tokens('return await remote(header, token);', 'return await (header?.jwk ? EmbeddedJWK : remote)(header, token);'),
    tokens(JOSE, `EmbeddedJWK, ${JOSE}`),
  ),
  mutant(
    'slow.read',
    'a person who does not come in time is nobody',
    profileRoutes(
      'caller.ask).catch(refuseUnanswered)',
      "caller.ask).catch((error) => (error.reason === 'late' ? undefined : refuseUnanswered(error)))",
    ),
  ),
  mutant(
    'slow.address',
    'an address that is late makes the whole profile fail',
    profile(
      "if (error instanceof Unanswered) return 'unavailable';",
      "if (error instanceof Unanswered && error.reason !== 'late') return 'unavailable';",
    ),
  ),
  mutant(
    'health.ok',
    '/health answers 503 at any time',
    app(HEALTH, "app.get('/health', health(async () => {\n    throw new Error('never');\n  }));"),
  ),
  mutant('health.away', '/health does not ask the database', app(HEALTH, "app.get('/health', health());")),
  mutant(
    'health.back',
    'what has failed once is not tried again',
    app(
      HEALTH,
      "let failed = false;\n  const ping = async () => {\n    if (failed) throw new Error('It failed before.');\n    await database.ping().catch((error) => {\n      failed = true;\n      throw error;\n    });\n  };\n  app.get('/health', health(ping));",
    ),
  ),
  mutant(
    'health.lost',
    'a database that goes away later ends the process',
    app(
      HEALTH,
      "let isGood = false;\n  app.get('/health', health(async () => {\n    await database.ping().catch((error) => {\n      if (isGood) process.exit(1);\n      throw error;\n    });\n    isGood = true;\n  }));",
    ),
  ),
  mutant(
    'health.neighbours',
    'who has just had no answer from a neighbour is not well',
    app(
      HEALTH,
      "app.get('/health', health(async () => {\n    await database.ping();\n    if (parts.neighbours.areFailing) throw new Error('A neighbour fails.');\n  }));",
    ),
    neighbours(
      '/** Whether calls to one of them would be kept back now. */',
      'get areFailing(): boolean {\n    return this.#circuits.address.isFailing || this.#circuits.person.isFailing;\n  }\n\n  /** Whether calls to one of them would be kept back now. */',
    ),
    circuit(
      '/** Whether a call would be kept back now. */',
      'get isFailing(): boolean {\n    return this.#failures > 0;\n  }\n\n  /** Whether a call would be kept back now. */',
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
    '/api-docs answers the contract as JSON',
    before("if (request.path.startsWith('/api-docs')) return response.json({ openapi: '3.1.0' });"),
  ),
  mutant(
    'stop.in-flight',
    'SIGTERM ends the process at once',
    server(SERVE, `process.once('SIGTERM', () => process.exit(0));\n  ${SERVE}`),
  ),
  mutant(
    'stop.exit',
    'the process ends with another exit code than 0',
    server('() => process.exit(0),', '() => process.exit(143),'),
  ),
  mutant(
    'conforms.health.4.1',
    'the 503 of /health has no title',
    onAnswer("if (request.path === '/health' && body?.status === 503) delete body.title;"),
  ),
];
