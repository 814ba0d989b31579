import { checkpoint, expect } from '../../src/check.ts';
import { methodsIn } from '../01-address/reading.ts';
import { Browser, sentOut } from './browser.ts';
import { expectOptions } from './forms.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.1');
const demands = ['doubles'] as const;

check(
  'login.redirect',
  '/login answers 302 to OAUTH2_AUTHORIZATION_URL, with response_type=code and client_id',
  { clause: 'D, RFC 6749 §4.1.1', demands: [...demands] },
  async (context) => {
    const sent = await sentOut(context, new Browser(context.api));
    const { OAUTH2_CLIENT_ID } = context.settings;
    expect([sent.get('response_type'), sent.get('client_id')]).toEqual(['code', OAUTH2_CLIENT_ID]);
    // What the URL had of its own stays.
    expect(sent.get('prompt')).toBe('login');
  },
);

check(
  'login.redirect-uri',
  'redirect_uri is PUBLIC_URL and /login/callback, whatever Host says',
  { clause: 'D, RFC 6749 §10.6, RFC 9110 §7.2', needs: ['login.redirect'], demands: [...demands] },
  async ({ api, settings }) => {
    const forwarded = { 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' };
    const hosts: Record<string, string>[] = [{}, { host: 'evil.test' }, forwarded];
    for (const headers of hosts) {
      const { location = '', url } = await api.get('/login', { headers });
      const uri = URL.parse(location, url)?.searchParams.get('redirect_uri');
      expect(uri).toBe(`${settings.PUBLIC_URL}/login/callback`);
    }
  },
);

check(
  'login.scope',
  'the provider is asked for the scope openid email profile',
  { clause: 'D, RFC 6749 §3.3', needs: ['login.redirect'], demands: [...demands] },
  async (context) => {
    const scope = (await sentOut(context, new Browser(context.api))).get('scope') ?? '';
    expect(scope.split(' ').sort()).toEqual(['email', 'openid', 'profile']);
  },
);

for (const [name, title, parameter, clause] of [
  ['state', 'each /login sends a fresh state along, in the same browser too', 'state', 'D, RFC 6749 §10.12'],
  ['challenge', 'each /login sends a fresh code_challenge along, by S256', 'code_challenge', 'D, RFC 7636 §4.3'],
] as const) {
  check(`login.${name}`, title, { clause, needs: ['login.redirect'], demands: [...demands] }, async (context) => {
    const browser = new Browser(context.api);
    const browsers = [browser, browser, new Browser(context.api)];
    const sent: URLSearchParams[] = [];
    for (const one of browsers) sent.push(await sentOut(context, one));
    const values = sent.map((parameters) => parameters.get(parameter) ?? '');
    expect(values).toEqual(values.map(() => expect.stringMatching(/^.{8,}$/)));
    expect(new Set(values).size).toBe(3);
    if (name === 'state') return;
    expect(sent[0]?.get('code_challenge_method')).toBe('S256');
    expect(values[0]).toMatch(/^[\w-]{43}$/);
  });
}

check(
  'cookie.tied',
  '/login sets a cookie that is HttpOnly and SameSite=Lax',
  { clause: 'D, RFC 6749 §10.12, RFC 6265 §4.1.2.6', needs: ['login.redirect'], demands: [...demands] },
  async ({ api }) => {
    const { setCookies } = await api.get('/login');
    const guarded = setCookies.filter((line) => /;\s*httponly/i.test(line) && /;\s*samesite=lax/i.test(line));
    expect(guarded.length).toBeGreaterThan(0);
  },
);

check(
  'return.path',
  'return_to may be any path of this site',
  { clause: 'D', needs: ['login.redirect'], demands: [...demands] },
  async (context) => {
    for (const path of [
      '/',
      '/me',
      '/films?a=1&b=//x#top',
      '/a//b',
      '/@home',
      '/%2Fhome',
      '/é',
      `/${'a'.repeat(1_000)}`,
    ]) {
      await sentOut(context, new Browser(context.api), path);
    }
  },
);

check(
  'return.elsewhere',
  'a return_to that could lead elsewhere, or holds a control character, is refused with 400',
  { clause: 'D, RFC 9700 §4.11.1', needs: ['return.path'], demands: [...demands] },
  async ({ api }) => {
    const elsewhere = [
      '//evil.test',
      '/\\evil.test',
      '/\t/evil.test',
      '/\n/evil.test',
      'https://evil.test/',
      'https:evil.test',
    ];
    const odd = ['/a\\b', '/a\u0000b', '/a\u007fb', ' /me'];
    for (const path of ['', ...elsewhere, '@evil.test', 'evil.test', '\\/evil.test', ...odd]) {
      expect(await api.get(`/login?${new URLSearchParams({ return_to: path })}`)).toBeProblem(400);
    }
  },
);

check(
  'query.twice',
  'return_to given twice is refused with 400; parameters that nobody knows are ignored',
  { clause: 'D, RFC 6749 §3.1', needs: ['return.path'], demands: [...demands] },
  async ({ api }) => {
    expect(await api.get('/login?return_to=/me&return_to=/me')).toBeProblem(400);
    expect(await api.get('/login?colour=red&colour=blue&return_to=/me')).toHaveStatus(302);
  },
);

check(
  'method.login',
  'a method that /login does not have is answered with 405 and Allow, OPTIONS with 204 and Allow',
  { clause: 'A9, RFC 9110 §15.5.6', needs: ['login.redirect'] },
  async ({ api }) => {
    const refused = await api.post('/login', {});
    expect(refused).toBeProblem(405);
    expect(methodsIn(refused.headers.allow)).toContain('GET');
    await expectOptions(api, '/login', 'GET');
  },
);

check(
  'problem.unknown-path',
  'a path that nobody knows is answered with a problem, 404, that has type, title, status, detail and instance',
  { clause: 'A3, RFC 9457 §3.1', needs: ['login.redirect'] },
  async ({ api }) => {
    for (const path of ['/nothing', '/login/nothing', '/.well-known/nothing', '/%00'])
      expect(await api.get(path)).toBeProblem(404);
  },
);
