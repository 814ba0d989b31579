import { mutant } from '../../../src/validity/mutant.ts';
import { logOn, logOns, onAnswer, onError, persons, problemInApp, provider, refusing } from './edits.ts';

const ENDED = 'const logOn = state && browser ? await logOns.end(state, browser) : undefined;';
const WELCOME = "const sub = await parts.persons.idOf(guest.profile, request.get('traceparent'));";
const WHERE = '.where({ state: digest(state), browser: digest(browser) })';

/** Mistakes of checkpoint 3.2 in taking the code back, and in finding the person. */
export const mutants = [
  mutant('callback.good', 'nobody is let in', refusing("request.path === '/login/callback'", 403)),
  mutant(
    'callback.exchange',
    'the code is sent twice, for safety',
    provider(
      "const { access_token: token } = await asked(OAUTH2_TOKEN_URL, { method: 'POST', headers, body });",
      "const { access_token: token } = await asked(OAUTH2_TOKEN_URL, { method: 'POST', headers, body });\n    await asked(OAUTH2_TOKEN_URL, { method: 'POST', headers, body }).catch(() => undefined);",
    ),
  ),
  mutant(
    'callback.bearer',
    'the token goes into the URL too',
    provider(
      'await asked(this.#settings.OAUTH2_USERINFO_URL, { headers });',
      'await asked(`${this.#settings.OAUTH2_USERINFO_URL}?access_token=${token}`, { headers });',
    ),
  ),
  mutant(
    'callback.return',
    'return_to loses its query',
    logOn('response.redirect(302, guest.returnTo);', "response.redirect(302, guest.returnTo.split('?')[0] as string);"),
  ),
  mutant(
    'callback.elsewhere',
    'return_to is normalised on its way into Location',
    logOn(
      'response.redirect(302, guest.returnTo);',
      'const { pathname, search } = new URL(guest.returnTo, parts.settings.PUBLIC_URL);\n  response.redirect(302, pathname + search);',
    ),
  ),
  mutant(
    'person.found',
    'a person is made even when the look-up has found one',
    persons(
      'const found = (await this.#find(profile.email, traceparent)) ?? (await this.#create(profile, traceparent));',
      'const looked = await this.#find(profile.email, traceparent);\n    const made = await this.#create(profile, traceparent);\n    const found = looked ?? made;',
    ),
  ),
  mutant(
    'person.plus',
    'the e-mail address stands in the URL as it is, where a plus means a space',
    persons('`/persons?${new URLSearchParams({ email })}`', '`/persons?email=${email}`'),
  ),
  mutant(
    'person.made',
    'the newcomer gets a phone number',
    persons(
      'lastName: nameIn(familyName), email });',
      "lastName: nameIn(familyName), email, phone: '+12125550100' });",
    ),
  ),
  mutant('person.nameless', 'a missing name is empty', persons("return name || '(unknown)';", 'return name;')),
  mutant(
    'person.taken',
    'whose e-mail address is taken in between is turned away',
    persons('const id = found ?? (await this.#find(profile.email, traceparent));', 'const id = found;'),
  ),
  mutant(
    'person.race',
    'of two log-ons of one e-mail address at once the second is turned away',
    logOn(
      WELCOME,
      "const { email } = guest.profile;\n  if (running.has(email)) throw new Problem(503, 'Busy.');\n  running.add(email);\n  const sub = await parts.persons\n    .idOf(guest.profile, request.get('traceparent'))\n    .finally(() => running.delete(email));",
    ),
    logOn('interface Welcome {', 'const running = new Set<string>();\n\ninterface Welcome {'),
  ),
  mutant(
    'state.absent',
    'a callback without a state is a failure of the provider: 502',
    logOn(ENDED, `${ENDED}\n  if (!state && code) throw new Problem(502, 'There is no state.');`),
  ),
  mutant(
    'state.used',
    'a state is good until it ends',
    logOns('.delete()\n      .returning', '.update({ browser: digest(browser) })\n      .returning'),
  ),
  mutant(
    'state.error',
    'an error of the provider does not end the log-on',
    logOn('await logOns.end(state, browser)', 'await logOns.end(state, browser, error)'),
    logOns('async end(state: string, browser: string)', 'async end(state: string, browser: string, error?: string)'),
    logOns(
      '.delete()\n      .returning',
      '.modify((query) => void (error ? query.update({ browser: digest(browser) }) : query.delete()))\n      .returning',
    ),
  ),
  mutant(
    'state.browser',
    'any browser will do',
    logOns(WHERE, '.where({ state: digest(state) })'),
    logOn('const browser = cookieOf(request, BROWSER);', "const browser = cookieOf(request, BROWSER) ?? 'none';"),
  ),
  mutant(
    'state.bare',
    'a callback with neither code nor error begins a new log-on',
    logOn('if (logOn && (code || error)) return logOn;', 'if (logOn) return logOn;'),
  ),
  mutant(
    'state.twice',
    'a parameter that comes twice is not refused',
    logOn(
      "queryOf(request, 'state', 'code', 'error');",
      "Object.fromEntries(new URL(request.originalUrl, 'http://x').searchParams) as Record<string, string | undefined>;",
    ),
  ),
  {
    id: 'state.twice.error',
    describes: 'an error that comes twice is not refused',
    kills: ['state.twice'],
    edits: [
      logOn(
        "const { state, code, error } = queryOf(request, 'state', 'code', 'error');",
        "const { state, code } = queryOf(request, 'state', 'code');\n  const error = new URL(request.originalUrl, 'http://x').searchParams.get('error');",
      ),
    ],
  },
  mutant(
    'method.callback',
    'other methods are not found',
    onError("if (error.status === 405 && request.path === '/login/callback') return new Problem(404, 'Not found.');"),
    problemInApp,
  ),
  {
    id: 'method.callback.options',
    describes: 'OPTIONS is no method of the callback',
    kills: ['method.callback'],
    edits: [refusing("request.path === '/login/callback' && request.method === 'OPTIONS'", 405)],
  },
  mutant(
    'conforms.loginCallback.3.2',
    'the refusals of the callback have no title',
    onAnswer("if (request.path === '/login/callback' && body?.status >= 400) delete body.title;"),
  ),
];
