import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { portalSettings } from '../../src/portal/settings.ts';
import { Client } from './support/client.ts';
import { openScene } from './support/portal.ts';

/** OAuth 2.0 and nothing of OpenID Connect: no `openid`, other names in userinfo, no page to click on. */
async function plainProvider(claims: object, status = 200) {
  const asked: { url: URL; body: string; authorization: string | undefined }[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '', 'http://provider');
    asked.push({ url, body: await text(request), authorization: request.headers.authorization });
    if (url.pathname === '/authorize') {
      const { redirect_uri, state } = Object.fromEntries(url.searchParams);
      return response.writeHead(302, { location: `${redirect_uri}?code=abc&state=${state}` }).end();
    }
    response.setHeader('content-type', 'application/json');
    if (url.pathname === '/token') return response.end('{"access_token":"t0ken","token_type":"Bearer"}');
    response.writeHead(status).end(JSON.stringify(claims));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const logOn = {
    ...{ authorizationUrl: `${origin}/authorize`, tokenUrl: `${origin}/token`, userinfoUrl: `${origin}/user` },
    ...{ clientId: 'me', clientSecret: 'secret', scope: 'mail', emailClaim: 'mail', verifiedClaim: 'confirmed' },
  };
  const stop = async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  };
  return { asked, logOn, [Symbol.asyncDispose]: stop };
}

test('any provider of OAuth 2.0 logs people on, with PKCE, by the names that its userinfo has', async () => {
  await using provider = await plainProvider({ mail: 'Ana@Example.ORG', confirmed: true });
  await using scene = await openScene({ settings: (usual) => ({ ...usual, logOn: provider.logOn }) });
  const home = await new Client(scene.url).get('/log-on');
  expect(home.text).toContain('Ana Ruiz');
  const [authorize, token, user] = provider.asked;
  expect(Object.fromEntries(authorize?.url.searchParams ?? [])).toMatchObject({
    ...{ client_id: 'me', scope: 'mail', code_challenge_method: 'S256', state: expect.stringMatching(/.{20,}/) },
  });
  expect(new URLSearchParams(token?.body).get('code_verifier')).toMatch(/^[\w-]{43,}$/);
  expect([user?.authorization, user?.url.search]).toEqual(['Bearer t0ken', '']);
});

test.each([
  ['says no address', { confirmed: true }, 200, 403, 'did not tell your e-mail address'],
  ['says not whether it is verified', { mail: 'ana@example.org' }, 200, 403, 'has not been verified'],
  ['says it in other words', { mail: 'ana@example.org', confirmed: 'no' }, 200, 403, 'has not been verified'],
  ['is at fault', {}, 500, 502, 'gave no usable answer'],
] as const)('a provider that %s lets nobody in', async (_, claims, answers, status, says) => {
  await using provider = await plainProvider(claims, answers);
  await using scene = await openScene({ settings: (usual) => ({ ...usual, logOn: provider.logOn }) });
  const refused = await new Client(scene.url).get('/log-on');
  expect([refused.status, refused.text]).toEqual([status, expect.stringContaining(says)]);
  expect(await scene.gradebook.knex('sessions').whereRaw("sess->'passport' is not null")).toEqual([]);
});

test('behind a proxy that does TLS cookies are for https alone, and for this host alone', async () => {
  const url = 'https://grades.example.edu';
  await using scene = await openScene({ settings: (usual) => ({ ...usual, url, proxies: 1 }) });
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
  const answer = await fetch(`${scene.url}/log-on`, { redirect: 'manual', headers });
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-seeka=.*; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
  expect(answer.headers.get('location')).toContain(encodeURIComponent(`${url}/log-on/callback`));
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
});

test('where PORTAL_URL is https one proxy stands in front, unless a setting says otherwise', () => {
  const env = {
    ...{ OAUTH2_AUTHORIZATION_URL: 'https://a.example', OAUTH2_TOKEN_URL: 'https://a.example' },
    ...{ OAUTH2_USERINFO_URL: 'https://a.example', OAUTH2_CLIENT_ID: 'me', OAUTH2_CLIENT_SECRET: 'secret' },
  };
  expect(portalSettings(env, 'http://127.0.0.1:1').proxies).toBe(0);
  expect(portalSettings({ ...env, PORTAL_URL: 'https://b.example' }, '').proxies).toBe(1);
  expect(portalSettings({ ...env, PORTAL_PROXIES: '2' }, 'http://127.0.0.1:1').proxies).toBe(2);
  expect(() => portalSettings({ ...env, PORTAL_URL: 'https://b.example/x' }, '')).toThrow('PORTAL_URL is wrong');
});
