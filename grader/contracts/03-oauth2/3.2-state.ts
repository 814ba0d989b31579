import { checkpoint, expect } from '../../src/check.ts';
import { countStatuses, methodsIn, times } from '../01-address/reading.ts';
import { Browser, type Context, callback, profileOf, sentOut } from './browser.ts';
import { cookieHeader } from './cookies.ts';
import { expectOptions } from './forms.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.2');
const demands = ['doubles'] as const;

/** A callback that is refused with 400, and of which the provider hears nothing. */
async function unheard(context: Context, browser: Browser, parameters: Record<string, string>, code: string) {
  const before = context.provider.exchanges(code).length;
  expect(await browser.get(callback(parameters))).toBeProblem(400);
  expect({ 'requests to the provider': context.provider.exchanges(code).length - before }).toEqual({
    'requests to the provider': 0,
  });
}

/** Somebody who comes back with a code that is good. */
async function returning(context: Context, browser = new Browser(context.api)) {
  const sent = await sentOut(context, browser);
  const code = context.provider.code(sent, { profile: profileOf(context.make.email()) });
  return { browser, code, state: sent.get('state') ?? '' };
}

check(
  'state.absent',
  'a callback without a state, or with one that nobody knows, is refused with 400, and the provider is not asked',
  { clause: 'D, RFC 6749 §10.12', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const { browser, code, state } = await returning(context);
    await unheard(context, browser, { code }, code);
    await unheard(context, browser, { code, state: '' }, code);
    for (const odd of [`${state}x`, `${state}'`, "' or true --", '\0', 'x'.repeat(4_000)]) {
      await unheard(context, browser, { code, state: odd }, code);
    }
  },
);

check(
  'state.used',
  'a state is good once, whatever cookies come',
  { clause: 'D, RFC 9700 §4.2.4', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const browser = new Browser(context.api);
    const sent = await sentOut(context, browser);
    const before = browser.cookies;
    const state = sent.get('state') ?? '';
    const codes = times(3, () => context.provider.code(sent, { profile: profileOf(context.make.email()) }));
    await browser.get(callback({ code: codes[0] ?? '', state }));
    await unheard(context, browser, { code: codes[1] ?? '', state }, codes[1] ?? '');
    await unheard(context, new Browser(context.api, before), { code: codes[2] ?? '', state }, codes[2] ?? '');
  },
);

check(
  'state.race',
  'of racing callbacks with one state one is answered, and the others are refused with 400: one code goes out',
  { clause: 'D, RFC 9700 §4.2.4', needs: ['state.used'], demands: [...demands] },
  async (context) => {
    const browser = new Browser(context.api);
    const sent = await sentOut(context, browser);
    const state = sent.get('state') ?? '';
    const codes = times(8, () => context.provider.code(sent, { profile: profileOf(context.make.email()) }));
    const cookies = browser.cookies;
    const racers = codes.map((code) => new Browser(context.api, cookies).get(callback({ code, state })));
    const statuses = countStatuses(await Promise.all(racers));
    const exchanged = codes.filter((code) => context.provider.exchanges(code).length > 0);
    expect({ answers: statuses, 'codes that went out': exchanged.length }).toEqual({
      answers: { 200: 1, 400: 7 },
      'codes that went out': 1,
    });
  },
);

check(
  'state.error',
  'a state is good once, though the first time it came with an error',
  { clause: 'D, RFC 9700 §4.2.4', needs: ['state.used'], demands: [...demands] },
  async (context) => {
    const { browser, code, state } = await returning(context);
    await browser.get(callback({ error: 'server_error', state }));
    await unheard(context, browser, { code, state }, code);
  },
);

check(
  'state.browser',
  'a state is good in the browser that it was made for, and in no other',
  { clause: 'D, RFC 6749 §10.12, RFC 9700 §4.7.1', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const victim = new Browser(context.api);
    await sentOut(context, victim);
    for (const browser of [new Browser(context.api), victim]) {
      const { code, state } = await returning(context);
      await unheard(context, browser, { code, state }, code);
    }
  },
);

check(
  'state.bare',
  'a callback with neither code nor error is refused with 400',
  { clause: 'D, RFC 6749 §4.1.2', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const { browser, code, state } = await returning(context);
    await unheard(context, browser, { state }, code);
  },
);

check(
  'state.twice',
  'state, code or error given twice is refused with 400',
  { clause: 'D, RFC 6749 §3.1', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    for (const name of ['state', 'code'] as const) {
      const { browser, ...sent } = await returning(context);
      const twice = `${callback({ code: sent.code, state: sent.state })}&${name}=${encodeURIComponent(sent[name])}`;
      expect(await browser.get(twice)).toBeProblem(400);
    }
    const { browser, state } = await returning(context);
    const twice = `${callback({ error: 'server_error', state })}&error=server_error`;
    expect(await browser.get(twice)).toBeProblem(400);
  },
);

check(
  'method.callback',
  'POST of the callback is refused with 405 and Allow; OPTIONS is answered with 204 and Allow',
  { clause: 'A9', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const { browser, code, state } = await returning(context);
    const headers = cookieHeader(browser.cookies, '/login/callback');
    const refused = await context.api.post(callback({ code, state }), {}, { headers });
    expect(refused).toBeProblem(405);
    expect(methodsIn(refused.headers.allow)).toContain('GET');
    await expectOptions(context.api, '/login/callback', 'GET');
  },
);
