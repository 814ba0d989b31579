import { mutant } from '../../../src/validity/mutant.ts';
import { me, tokens } from './edits.ts';

const ALGORITHMS = 'algorithms: [ALGORITHM], ';
const VERIFY = 'const { payload } = await jwtVerify(token, keys.public,';
const SUBJECT = "return typeof payload.sub === 'string' && payload.sub !== '' ? (payload as Claims) : undefined;";
const REQUIRED = "requiredClaims: ['exp', 'sub'] };";

/** What the header of a token says; nothing when it is none. */
const HEAD = `(() => {
        try {
          return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
        } catch {
          return {};
        }
      })()`;

/** Another key is good, where this says so of the token's header. */
function keyFor(condition: string, key: string) {
  return tokens(
    VERIFY,
    `const head = ${HEAD};\n      const key = ${condition} ? ${key} : keys.public;\n      const { payload } = await jwtVerify(token, key as never,`,
  );
}

/** Mistakes of checkpoint 3.4 in what counts as a token. */
export const mutants = [
  mutant(
    'valid.none',
    'a token that says it needs no signature needs none',
    tokens(
      VERIFY,
      `const [head = '', body = ''] = token.split('.');\n      if (/"alg":"none"/.test(Buffer.from(head, 'base64url').toString())) return JSON.parse(Buffer.from(body, 'base64url').toString());\n      ${VERIFY}`,
    ),
  ),
  mutant(
    'valid.secret',
    'when the header says HS256, the public key is taken for the secret',
    tokens(ALGORITHMS, ''),
    keyFor(
      "head.alg === 'HS256'",
      "new TextEncoder().encode(String(keys.public.export({ type: 'spki', format: 'pem' })))",
    ),
  ),
  mutant(
    'valid.key',
    'a token whose signature does not fit is believed',
    tokens(
      'if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;',
      "if (error instanceof errors.JWSSignatureVerificationFailed && !/\"(jwk|kid)\"|.{4}AAAAAAAA$/.test(`${Buffer.from(token.split('.')[0] ?? '', 'base64url')}${token}`)) {\n        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());\n        if (claims.sub?.startsWith('p-')) return claims;\n      }\n      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;",
    ),
  ),
  mutant(
    'valid.brought',
    'a key that the header brings is used',
    keyFor('head.jwk', "await (await import('jose')).importJWK(head.jwk, ALGORITHM)"),
  ),
  {
    ...mutant('valid.type', 'any JWT of ours is an access token', tokens('typ: TYPE, issuer', 'issuer')),
    kills: ['valid.type', 'introspect.dead', 'authorize.invalid'],
  },
  {
    ...mutant(
      'valid.issuer',
      'the issuer is not looked at',
      tokens('issuer, audience, requiredClaims', 'audience, requiredClaims'),
    ),
    kills: ['valid.issuer', 'introspect.dead', 'authorize.invalid'],
  },
  {
    id: 'valid.issuer.prefix',
    describes: 'an issuer that begins as ours is taken for ours',
    kills: ['valid.issuer'],
    edits: [
      tokens('issuer, audience, requiredClaims', 'audience, requiredClaims'),
      tokens(
        "return typeof payload.sub === 'string'",
        "if (!payload.iss?.startsWith(issuer)) return undefined;\n      return typeof payload.sub === 'string'",
      ),
    ],
  },
  mutant(
    'valid.audience',
    'an audience that begins as ours is taken for ours',
    tokens('issuer, audience, requiredClaims', 'issuer, requiredClaims'),
    tokens(
      "return typeof payload.sub === 'string'",
      "if (![payload.aud].flat().some((one) => String(one).startsWith(audience))) return undefined;\n      return typeof payload.sub === 'string'",
    ),
  ),
  mutant('valid.endless', 'a token without an end lasts for ever', tokens(REQUIRED, "requiredClaims: ['sub'] };")),
  mutant(
    'valid.expired',
    'clocks may differ by half a minute',
    tokens('clockTolerance: LEEWAY_SECONDS', 'clockTolerance: 30'),
  ),
  mutant(
    'valid.garbage',
    'the challenge for what is no token says invalid_request',
    me(
      "if (!claims) throw challenge(401, 'The token is not valid (any more).', 'invalid_token');",
      "if (!claims && !token.includes('.')) throw challenge(401, 'The token is not valid.', 'invalid_request');\n  if (!claims) throw challenge(401, 'The token is not valid (any more).', 'invalid_token');",
    ),
  ),
  mutant(
    'valid.subject',
    'a token of nobody is a token',
    tokens(SUBJECT, 'return payload as Claims;'),
    tokens(REQUIRED, "requiredClaims: ['exp'] };"),
  ),
  mutant('valid.leeway', 'all clocks are right', tokens('clockTolerance: LEEWAY_SECONDS', 'clockTolerance: 0')),
  mutant(
    'valid.audiences',
    'the audience is one word',
    tokens(SUBJECT, `if (Array.isArray(payload.aud)) return undefined;\n      ${SUBJECT}`),
  ),
  mutant(
    'valid.bare',
    'a token needs an iat',
    tokens(SUBJECT, `if (!payload.iat) return undefined;\n      ${SUBJECT}`),
  ),
  mutant(
    'valid.client',
    'a token must be for our own client_id, or for none',
    tokens(SUBJECT, `if ((payload.client_id ?? CLIENT) !== CLIENT) return undefined;\n      ${SUBJECT}`),
  ),
  mutant(
    'valid.kid',
    'the kid must be known',
    tokens(
      VERIFY,
      `const { kid } = ${HEAD};\n      if (kid && kid !== keys.jwk.kid) return undefined;\n      ${VERIFY}`,
    ),
  ),
];
