import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../src/app.ts';

const client = { id: 'seeka', secret: 'a secret', redirectUri: 'http://127.0.0.1:1/login/callback' };
let server: Server;
let issuer: string;
beforeAll(async () => {
  server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('request', createApp(issuer, client));
});
afterAll(async () => {
  server.closeAllConnections();
  await once(server.close(), 'close');
});

/** A browser with cookies, which follows redirects as long as they stay at the provider. */
function browser() {
  const cookies = new Map<string, string>();
  return async function visit(url: string, form?: Record<string, string>): Promise<{ url: string; text: string }> {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const options = form ? { method: 'POST', body: new URLSearchParams(form) } : {};
    const answer = await fetch(url, { ...options, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    const next = location ? new URL(location, url).href : url;
    return location && next.startsWith(issuer) ? visit(next) : { url: next, text: await answer.text() };
  };
}

const verifier = randomBytes(32).toString('base64url');

function authUrl(): string {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const sent = { response_type: 'code', client_id: client.id, redirect_uri: client.redirectUri, state: 'a-state' };
  const pkce = { scope: 'openid email profile', code_challenge: challenge, code_challenge_method: 'S256' };
  return `${issuer}/auth?${new URLSearchParams({ ...sent, ...pkce })}`;
}

async function codeFor(sub: string): Promise<string> {
  const visit = browser();
  const { url, text } = await visit(authUrl());
  expect(text).toContain('Who are you?');
  const consent = await visit(`${url}/login`, { sub });
  expect(consent.text).toContain('wants to know your name');
  const back = await visit(`${consent.url}/consent`, {});
  return new URL(back.url).searchParams.get('code') ?? '';
}

async function profileFor(code: string, secretInBody: boolean): Promise<{ status: number; profile: unknown }> {
  const form = { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri, code_verifier: verifier };
  const own = { client_id: client.id, client_secret: client.secret };
  const basic = `Basic ${Buffer.from(`${client.id}:${encodeURIComponent(client.secret)}`).toString('base64')}`;
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams(secretInBody ? { ...form, ...own } : form),
    headers: secretInBody ? {} : { authorization: basic },
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  const shown = await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, profile: await shown.json() };
}

test.each([true, false])(
  'who logs on and consents is known by name and e-mail (secret in the body: %s)',
  async (inBody) => {
    expect(await profileFor(await codeFor('ana'), inBody)).toMatchObject({
      status: 200,
      profile: { sub: 'ana', email: 'ana@example.org', email_verified: true, given_name: 'Ana', family_name: 'Ruiz' },
    });
  },
);

test('an e-mail address that is not verified is said not to be', async () => {
  expect(await profileFor(await codeFor('dora'), false)).toMatchObject({ profile: { email_verified: false } });
});

test('who refuses is sent back with access_denied', async () => {
  const visit = browser();
  const { url } = await visit(authUrl());
  const back = new URL((await visit(`${url}/refuse`, {})).url);
  expect(back.href.startsWith(client.redirectUri)).toBe(true);
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: 'a-state' });
});

test('a code is good for nothing without its verifier', async () => {
  const code = await codeFor('ben');
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: client.redirectUri,
    code_verifier: 'x'.repeat(43),
  };
  const body = new URLSearchParams({ ...form, client_id: client.id, client_secret: client.secret });
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
});
