import { mutant } from '../../../src/validity/mutant.ts';
import { byHeaders, cookies, logOn, me, onAnswer, persons, refusing } from './edits.ts';

const SCOPES = 'if (!scopesOf(claims).includes(SCOPE)) {';
const HEADER = 'if (header === undefined) return cookieOf(request, TOKEN);';
const COOKIE = 'response.cookie(TOKEN, answer.access_token, guarded(settings.PUBLIC_URL, settings.TOKEN_TTL_SECONDS));';

/** Mistakes of checkpoint 3.4 in what a token opens. */
export const mutants = [
  mutant(
    'me.shows',
    'the person is shown without what the service does not know',
    me('send(person);', 'send(JSON.stringify({ ...JSON.parse(person), since: undefined }));'),
  ),
  mutant(
    'me.own',
    'a token that the service itself has issued does not open /me',
    me(
      'const { sub } = await admitted(tokens, request);',
      "const { sub, iat, exp } = await admitted(tokens, request);\n    if (exp - Number(iat) === 5_400) throw new Problem(404, 'Nobody.');",
    ),
  ),
  mutant(
    'me.none',
    'without a token the challenge says invalid_token',
    me(
      "throw challenge(401, 'This needs a token: log on at /login.');",
      "throw challenge(401, 'This needs a token.', 'invalid_token');",
    ),
  ),
  mutant(
    'me.scope',
    'a part of a word is enough, and capitals do not count',
    me(SCOPES, "if (!scopesOf(claims).join(' ').toLowerCase().includes(SCOPE)) {"),
  ),
  mutant(
    'me.query',
    'a token in the query is as good',
    me(
      HEADER,
      'if (header === undefined) return cookieOf(request, TOKEN) ?? (request.query.access_token as string | undefined);',
    ),
  ),
  mutant(
    'session.opens',
    'the cookie goes along with requests from everywhere',
    logOn(
      COOKIE,
      COOKIE.replace(
        'guarded(settings.PUBLIC_URL, settings.TOKEN_TTL_SECONDS)',
        "{ ...guarded(settings.PUBLIC_URL, settings.TOKEN_TTL_SECONDS), sameSite: 'none' }",
      ),
    ),
  ),
  mutant(
    'session.fresh',
    'the cookie of before the log-on becomes the one that opens /me',
    me(
      HEADER,
      'if (header === undefined) return sessions.get(cookieOf(request, BROWSER) ?? "") ?? cookieOf(request, TOKEN);',
    ),
    me(
      "import { cookieOf, TOKEN } from './cookies.ts';",
      "import { BROWSER, cookieOf, sessions, TOKEN } from './cookies.ts';",
    ),
    cookies(
      '/** The access token of a finished one. */',
      'export const sessions = new Map<string, string>();\n/** The access token of a finished one. */',
    ),
    logOn(COOKIE, `sessions.set(cookieOf(request, BROWSER) ?? '', answer.access_token);\n  ${COOKIE}`),
    logOn(
      "import { BROWSER, cookieOf, guarded, TOKEN } from './cookies.ts';",
      "import { BROWSER, cookieOf, guarded, sessions, TOKEN } from './cookies.ts';",
    ),
  ),
  mutant(
    'session.header',
    'the cookie counts first',
    me(HEADER, `const cookie = cookieOf(request, TOKEN);\n  if (cookie) return cookie;\n  ${HEADER}`),
  ),
  {
    id: 'session.header.basic',
    describes: 'the cookie counts beside an Authorization header that is not of Bearer',
    kills: ['session.header'],
    edits: [me(HEADER, "if (!/^Bearer/i.test(header ?? '')) return cookieOf(request, TOKEN);")],
  },
  mutant(
    'me.gone',
    'a person who is gone is a token that is not valid',
    me(
      "throw new Problem(404, 'The person of this token is gone.');",
      "throw challenge(401, 'The person is gone.', 'invalid_token');",
    ),
  ),
  {
    id: 'me.gone.dots',
    describes: 'the sub stands in the URL as it is, where dots lead elsewhere',
    kills: ['me.gone'],
    edits: [persons('`/persons/${encodeURIComponent(id)}`', '`/persons/${id}`')],
  },
  mutant(
    'me.unavailable',
    'an error of Person means that the person is gone',
    persons(
      'if (status !== 200) return unavailable(`status ${status}`);',
      'if (status === 500) return undefined;\n    if (status !== 200) return unavailable(`status ${status}`);',
    ),
  ),
  {
    id: 'me.unavailable.body',
    describes: 'the time limit covers the headers of Person alone, when /me is shown',
    kills: ['me.unavailable'],
    edits: byHeaders("path.startsWith('/persons/')"),
  },
  mutant(
    'session.new',
    'a browser that has a session keeps its cookie when somebody else logs on',
    me(
      HEADER,
      'if (header === undefined) return sessions.get(cookieOf(request, TOKEN) ?? "") ?? cookieOf(request, TOKEN);',
    ),
    me("import { cookieOf, TOKEN } from './cookies.ts';", "import { cookieOf, sessions, TOKEN } from './cookies.ts';"),
    cookies(
      '/** The access token of a finished one. */',
      'export const sessions = new Map<string, string>();\n/** The access token of a finished one. */',
    ),
    logOn(
      COOKIE,
      `const session = cookieOf(request, TOKEN) ?? answer.access_token;\n  sessions.set(session, answer.access_token);\n  ${COOKIE.replace('answer.access_token', 'session')}`,
    ),
    logOn(
      "import { BROWSER, cookieOf, guarded, TOKEN } from './cookies.ts';",
      "import { BROWSER, cookieOf, guarded, sessions, TOKEN } from './cookies.ts';",
    ),
  ),
  mutant(
    'trace.me',
    'a GET of /me begins a trace of its own',
    me("await persons.read(sub, request.get('traceparent'));", 'await persons.read(sub, undefined);'),
  ),
  {
    ...mutant(
      'method.me',
      'HEAD of /me is no method',
      me(
        "router.route('/me').get(show(parts)).all(allowOnly('GET', 'HEAD'));",
        "router.route('/me').head(allowOnly('GET')).get(show(parts)).all(allowOnly('GET', 'HEAD'));",
      ),
    ),
    kills: ['method.me', 'me.gone'],
  },
  {
    id: 'method.me.head',
    describes: 'HEAD of /me needs no token',
    kills: ['method.me'],
    edits: [
      me(
        "router.route('/me').get(show(parts))",
        "router\n    .route('/me')\n    .head((request, response, next) => (request.headers.authorization ? show(parts)(request, response, next) : void response.end()))\n    .get(show(parts))",
      ),
    ],
  },
  {
    id: 'method.me.options',
    describes: 'OPTIONS is no method of /me',
    kills: ['method.me'],
    edits: [refusing("request.path === '/me' && request.method === 'OPTIONS'", 405)],
  },
  mutant(
    'conforms.me.3.4',
    'the refusals of /me have no title',
    onAnswer("if (request.path === '/me' && body?.status >= 400) delete body.title;"),
  ),
];
