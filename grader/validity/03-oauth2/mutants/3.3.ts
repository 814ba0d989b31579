import { mutant } from '../../../src/validity/mutant.ts';
import { keys, logOn, onAnswer, persons, refusing, tokens, wellKnown } from './edits.ts';

const HEADER = '.setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keys.jwk.kid })';
const CLAIMS = 'new SignJWT({ client_id: CLIENT, scope })';
const PAIR = 'return { private: key, public: publicKey, jwk: { ...jwk, kid, use: ';

/** Mistakes of checkpoint 3.3. */
export const mutants = [
  mutant(
    'token.answer',
    'the lifetime is told in milliseconds',
    logOn(
      'const answer = await tokens.issue(sub, SCOPE);',
      'const answer = await tokens.issue(sub, SCOPE);\n  answer.expires_in *= 1_000;',
    ),
  ),
  mutant('token.type', 'the type of the token is left out', tokens(HEADER, HEADER.replace(' typ: TYPE,', ''))),
  mutant(
    'token.signed',
    'the JWKS shows a key of another pair',
    keys(
      PAIR,
      `const other = await exportJWK(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);\n  return { private: key, public: publicKey, jwk: { ...other, kid, use: `,
    ),
  ),
  mutant(
    'claims.issuer',
    'the issuer has a final slash',
    tokens('.setIssuer(PUBLIC_URL)', '.setIssuer(`${PUBLIC_URL}/`)'),
    tokens(
      'const demands = { algorithms: [ALGORITHM], typ: TYPE, issuer,',
      'const demands = { algorithms: [ALGORITHM], typ: TYPE, issuer: [issuer, `${issuer}/`],',
    ),
  ),
  mutant(
    'claims.audience',
    'the audience is a list',
    tokens('.setAudience(TOKEN_AUDIENCE)', ".setAudience([TOKEN_AUDIENCE, 'all'])"),
  ),
  mutant(
    'claims.client',
    'client_id is that at the provider',
    tokens("const CLIENT = 'seeka';", "const CLIENT = 'seeka-at-the-provider';"),
  ),
  mutant(
    'claims.scope',
    'the token says openid too',
    tokens(CLAIMS, 'new SignJWT({ client_id: CLIENT, scope: `openid ${scope}` })'),
  ),
  mutant(
    'claims.subject',
    'sub is the e-mail address',
    logOn(
      'const answer = await tokens.issue(sub, SCOPE);',
      'const answer = await tokens.issue(guest.profile.email, SCOPE);',
    ),
  ),
  {
    id: 'claims.subject.last',
    describes: 'of several persons the last is taken',
    kills: ['claims.subject'],
    edits: [persons('idIn(data[0])', 'idIn(data.at(-1))')],
  },
  mutant(
    'claims.times',
    'exp has a minute to spare',
    tokens('.setExpirationTime(now + lifetime)', '.setExpirationTime(now + lifetime + 60)'),
  ),
  mutant(
    'claims.fresh',
    'jti is the same in all tokens of a person, until the next start',
    tokens('.setJti(randomUUID())', '.setJti(sub + START)'),
    tokens("const CLIENT = 'seeka';", "const CLIENT = 'seeka';\nconst START = randomUUID();"),
  ),
  mutant(
    'jwks.public',
    'the JWKS shows the whole key, when it is that of the setting',
    keys('setting ? pairOf(setting) :', 'setting ? pairOf(setting, true) :'),
    keys('async function pairOf(key: KeyObject)', 'async function pairOf(key: KeyObject, whole = false)'),
    keys('const jwk = await exportJWK(publicKey);', 'const jwk = await exportJWK(whole ? key : publicKey);'),
  ),
  mutant(
    'jwks.kept',
    'without a setting each start makes a key of its own',
    keys(
      'keys ??= (setting ? pairOf(setting) : stored(knex).then(pairOf)).catch(',
      "const made = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;\n    keys ??= (setting ? pairOf(setting) : stored(knex).then(() => pairOf(made))).catch(",
    ),
  ),
  {
    id: 'jwks.kept.private',
    describes: 'the JWKS shows the whole key, when it is that of the database',
    kills: ['jwks.kept'],
    edits: [
      keys('stored(knex).then(pairOf)', 'stored(knex).then((key) => pairOf(key, true))'),
      keys('async function pairOf(key: KeyObject)', 'async function pairOf(key: KeyObject, made = false)'),
      keys('const jwk = await exportJWK(publicKey);', 'const jwk = await exportJWK(made ? key : publicKey);'),
    ],
  },
  mutant('token.lifetime', 'without a setting a token lives for an hour', {
    file: 'src/settings.ts',
    find: "if (value === '') return 900;",
    replace: "if (value === '') return 3_600;",
  }),
  mutant(
    'metadata.endpoints',
    'the metadata are made from the Host that the client names',
    wellKnown('.get((_request, response) => {', '.get((request, response) => {'),
    wellKnown('response.json(metadata(PUBLIC_URL));', "response.json(metadata(`http://${request.get('Host')}`));"),
  ),
  mutant(
    'metadata.grants',
    'the metadata name HTTP Basic beside none as an authentication at /token',
    wellKnown(
      "token_endpoint_auth_methods_supported: ['none'],",
      "token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'],",
    ),
  ),
  mutant(
    'method.well-known',
    'HEAD is no method below /.well-known',
    wellKnown(".route('/.well-known/jwks.json')\n", ".route('/.well-known/jwks.json')\n    .head(allowOnly('GET'))\n"),
  ),
  {
    id: 'method.well-known.options',
    describes: 'OPTIONS is no method below /.well-known',
    kills: ['method.well-known'],
    edits: [refusing("request.path.startsWith('/.well-known') && request.method === 'OPTIONS'", 405)],
  },
  mutant(
    'conforms.loginCallback.3.3',
    'the tokens that the callback shows have a media type of their own',
    logOn(
      'if (guest.returnTo === null) return void response.json(answer);',
      "if (guest.returnTo === null) return void response.type('application/token+json').json(answer);",
    ),
  ),
  mutant(
    'conforms.jwks.3.3',
    'the JWKS is served with a media type of its own',
    onAnswer("if (body?.keys) response.type('application/keys+json');"),
  ),
  mutant(
    'conforms.metadata.3.3',
    'the metadata are served with a media type of their own',
    onAnswer("if (body?.issuer) response.type('application/metadata+json');"),
  ),
];
