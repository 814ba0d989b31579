import type { Mutant } from '../../../src/validity/mutant.ts';
import { logOn, logOns, provider, settings, strategy, wellKnown } from './edits.ts';

/** What goes to the provider and comes back, and not quite so. */
export const mutants: Mutant[] = [
  {
    id: 'problem.unknown-path.well-known',
    describes: 'an unknown path below /.well-known is answered in plain text',
    kills: ['problem.unknown-path'],
    edits: [
      wellKnown(
        '  return router;',
        "  router.use('/.well-known', (_request, response) => void response.sendStatus(404));\n  return router;",
      ),
    ],
  },
  {
    id: 'token.answer.ttl',
    describes: 'a token lives for an hour at most',
    kills: ['token.answer'],
    edits: [
      settings(
        'return /^[1-9]\\d{0,8}$/.test(value) ? Number(value) : undefined;',
        'return /^[1-9]\\d{0,8}$/.test(value) ? Math.min(Number(value), 3_600) : undefined;',
      ),
    ],
  },
  {
    id: 'settings.named.curve',
    describes: 'a key of any curve is taken',
    kills: ['settings.named'],
    edits: [settings("key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ?", "key.asymmetricKeyType === 'ec' ?")],
  },
  {
    id: 'login.state.browser',
    describes: 'a browser has one state',
    kills: ['login.state'],
    edits: [
      strategy('import { BROWSER, guarded } from', 'import { BROWSER, cookieOf, guarded } from'),
      strategy(
        'logOns.begin({ verifier, returnTo })',
        'logOns.begin({ verifier, returnTo }, cookieOf(request, BROWSER))',
      ),
      logOns('async begin(logOn: LogOn)', 'async begin(logOn: LogOn, known?: string)'),
      logOns(
        'const [state, browser] = [secret(), secret()];',
        'const browser = known || secret();\n    const state = digest(`state of ${browser}`);',
      ),
      logOns(
        'insert({ ...logOn, state: digest(state), browser: digest(browser) });',
        "insert({ ...logOn, state: digest(state), browser: digest(browser) }).onConflict('state').merge();",
      ),
    ],
  },
  {
    id: 'state.race',
    describes: 'a state is looked up first, and then deleted',
    kills: ['state.race'],
    edits: [
      logOns(
        "      .delete()\n      .returning(['verifier', 'returnTo']);",
        "      .select('verifier', 'returnTo');\n    await this.#knex('log_ons').where({ state: digest(state) }).delete();",
      ),
    ],
  },
  {
    id: 'provider.error.alike',
    describes: 'every error that begins with access_denied is a refusal of the user',
    kills: ['provider.error'],
    edits: [
      logOn(
        '      if (error) throw problemOf(error);',
        "      if (String(request.query.error ?? '').startsWith('access_denied')) throw new Problem(403, 'You were not logged on.');\n      if (error) throw problemOf(error);",
      ),
    ],
  },
  {
    id: 'provider.once.slow',
    describes: 'when the provider is slow, the code goes out again',
    kills: ['provider.once'],
    edits: [
      provider(
        "const { access_token: token } = await asked(OAUTH2_TOKEN_URL, { method: 'POST', headers, body });",
        "const ask = (limitMs: number) => asked(OAUTH2_TOKEN_URL, { method: 'POST', headers, body, limitMs });\n    const { access_token: token } = await ask(1_200).catch((error) => {\n      if (error.status !== 504) throw error;\n      return ask(600);\n    });",
      ),
    ],
  },
  {
    id: 'provider.once.redirect',
    describes: 'a redirect of the token endpoint is followed',
    kills: ['provider.once'],
    edits: [
      provider(
        'await call(url, request).catch((error: NoAnswer) => {',
        'await followed(url, request).catch((error: NoAnswer) => {',
      ),
      provider(
        'function isLate(',
        "async function followed(url: string, request: Parameters<typeof call>[1]) {\n  const answer = await call(url, request);\n  const { location } = answer.headers;\n  if (answer.status < 300 || answer.status > 399 || typeof location !== 'string' || request?.method !== 'POST') return answer;\n  return call(new URL(location, url).href, request);\n}\n\nfunction isLate(",
      ),
    ],
  },
  {
    id: 'provider.once.userinfo',
    describes: 'a redirect of userinfo is followed',
    kills: ['provider.once'],
    edits: [
      provider(
        'await call(url, request).catch((error: NoAnswer) => {',
        'await followed(url, request).catch((error: NoAnswer) => {',
      ),
      provider(
        'function isLate(',
        "async function followed(url: string, request: Parameters<typeof call>[1]) {\n  const answer = await call(url, request);\n  const { location } = answer.headers;\n  if (answer.status < 300 || answer.status > 399 || typeof location !== 'string' || request?.method === 'POST') return answer;\n  return call(new URL(location, url).href, request);\n}\n\nfunction isLate(",
      ),
    ],
  },
  {
    id: 'provider.patient.both',
    describes: 'the code and the token have one time limit together',
    kills: ['provider.patient'],
    edits: [
      provider(
        '  async token(code: string,',
        '  /** When the log-on of a token began to ask. */\n  readonly began = new Map<string, number>();\n\n  async token(code: string,',
      ),
      provider('    const credentials = [', '    const began = Date.now();\n    const credentials = ['),
      provider('    return token;\n', '    this.began.set(token, began);\n    return token;\n'),
      provider(
        'const shown = await asked(this.#settings.OAUTH2_USERINFO_URL, { headers });',
        'const spent = Date.now() - (this.began.get(token) ?? Date.now());\n    this.began.delete(token);\n    const shown = await asked(this.#settings.OAUTH2_USERINFO_URL, { headers, limitMs: Math.max(1, 1_500 - spent) });',
      ),
    ],
  },
];
