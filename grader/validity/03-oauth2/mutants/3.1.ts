import { mutant } from '../../../src/validity/mutant.ts';
import {
  app,
  before,
  cookies,
  logOn,
  logOns,
  onAnswer,
  onError,
  problemInApp,
  refusing,
  server,
  settings,
  strategy,
} from './edits.ts';

const HEALTH = "app.get('/health', health(database.ping));";
const RETURN_TO = '/^\\/(?!\\/)[^\\\\\\p{Cc}]*$/u';

/** Mistakes of checkpoint 3.1. */
export const mutants = [
  mutant(
    'login.redirect',
    'the service calls itself by a name of its own',
    strategy('clientID: settings.OAUTH2_CLIENT_ID', "clientID: 'seeka'"),
  ),
  mutant(
    'login.redirect-uri',
    'redirect_uri is made from the Host that the client names',
    strategy('callbackURL: `${settings.PUBLIC_URL}/login/callback`', "callbackURL: '/login/callback'"),
  ),
  mutant(
    'login.scope',
    'openid is not asked for',
    strategy("scope: ['openid', 'email', 'profile']", "scope: ['email', 'profile']"),
  ),
  mutant(
    'login.state',
    'the state is the same for everybody',
    logOns(
      'const [state, browser] = [secret(), secret()];',
      "const [state, browser] = ['the-state-of-seeka', secret()];",
    ),
    logOns(
      'state: digest(state), browser: digest(browser) });',
      'state: digest(state + browser), browser: digest(browser) });',
    ),
    logOns(
      '.where({ state: digest(state), browser: digest(browser) })',
      '.where({ state: digest(state + browser), browser: digest(browser) })',
    ),
  ),
  mutant('login.challenge', 'the verifier itself goes out as the challenge', strategy('pkce: true', "pkce: 'plain'")),
  mutant('cookie.tied', 'scripts can read the cookie', cookies('httpOnly: true', 'httpOnly: false')),
  mutant(
    'return.path',
    'return_to takes ASCII letters, digits and a few signs only',
    logOn(RETURN_TO, '/^\\/(?!\\/)[\\w/?&=#%.:-]*$/u'),
  ),
  mutant('return.elsewhere', 'return_to may hold a backslash', logOn(RETURN_TO, '/^\\/(?!\\/)[^\\p{Cc}]*$/u')),
  {
    id: 'return.elsewhere.delete',
    describes: 'return_to may hold the control character DEL',
    kills: ['return.elsewhere'],
    edits: [logOn(RETURN_TO, '/^\\/(?!\\/)[^\\\\\\x00-\\x1f]*$/u')],
  },
  {
    id: 'return.elsewhere.empty',
    describes: 'an empty return_to is none',
    kills: ['return.elsewhere'],
    edits: [
      logOn(
        "{ return_to: returnTo = null } = queryOf(request, 'return_to');",
        "{ return_to: asked } = queryOf(request, 'return_to');\n    const returnTo = asked || null;",
      ),
    ],
  },
  mutant(
    'query.twice',
    'of a return_to that comes twice the last one counts',
    logOn(
      "queryOf(request, 'return_to');",
      "Object.fromEntries(new URL(request.originalUrl, 'http://x').searchParams) as { return_to?: string };",
    ),
  ),
  mutant(
    'method.login',
    '/login has no other methods, and says so with 404',
    logOn(
      "router.route('/login').get(sendOut(passport)).all(allowOnly('GET', 'HEAD'));",
      "router.route('/login').get(sendOut(passport));",
    ),
  ),
  {
    id: 'method.login.options',
    describes: 'OPTIONS is no method of /login',
    kills: ['method.login'],
    edits: [refusing("request.path === '/login' && request.method === 'OPTIONS'", 405)],
  },
  mutant(
    'problem.unknown-path',
    'an unknown path is gone for good: 410',
    onError("if (error.status === 404 && !/^.(me|login$)/.test(request.path)) return new Problem(410, 'Gone.');"),
    problemInApp,
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
    '/health asks the database until it has answered once',
    app(
      HEALTH,
      "let isGood = false;\n  app.get('/health', health(async () => {\n    if (!isGood) await database.ping();\n    isGood = true;\n  }));",
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
  {
    id: 'settings.named.default',
    describes: 'OAUTH2_CLIENT_ID has a default that the contract does not know',
    kills: ['settings.named'],
    edits: [settings('OAUTH2_CLIENT_ID: text,', "OAUTH2_CLIENT_ID: { ...text, parse: (value) => value || 'seeka' },")],
  },
  mutant(
    'docs.openapi',
    '/openapi.json serves another file',
    app("new URL('../openapi.yaml', import.meta.url)", "new URL('../package.json', import.meta.url)"),
  ),
  {
    id: 'docs.openapi.metadata',
    describes: 'the contract that is served leaves the metadata out',
    kills: ['docs.openapi'],
    edits: [onAnswer("if (body?.paths) delete body.paths['/.well-known/oauth-authorization-server'];")],
  },
  mutant(
    'docs.page',
    '/api-docs answers the contract as JSON',
    before("if (request.path.startsWith('/api-docs')) return response.json({ openapi: '3.1.0' });"),
  ),
  mutant(
    'conforms.login.3.1',
    'the 400 of /login has no title',
    onAnswer("if (request.path === '/login' && body?.status === 400) delete body.title;"),
  ),
  mutant(
    'conforms.health.3.1',
    'the 503 of /health has no title',
    onAnswer("if (request.path === '/health' && body?.status === 503) delete body.title;"),
  ),
];
