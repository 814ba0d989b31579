import { createHash, randomBytes } from 'node:crypto';
import { type Answer, type Asked, type Handler, json, Refusal } from './exchange.ts';
import type { Tokens } from './jwt.ts';
import { Persons, profileFor } from './neighbours.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';

export interface Parts {
  settings: Settings;
  store: Store;
  tokens: Tokens;
}

interface Pending {
  state: string;
  verifier: string;
  returnTo: string | undefined;
}

/** By browser; a browser has one at a time. */
const pending = new Map<string, Pending>();
const PENDING_AT_MOST = 10_000;

export function logOnHandlers(parts: Parts): Record<'login' | 'callback', Handler> {
  return { login: (asked) => sendOut(parts, asked), callback: (asked) => takeBack(parts, asked) };
}

function sendOut({ settings: { provider, publicUrl } }: Parts, { query }: Asked): Answer {
  const returnTo = one(query, 'return_to');
  if (returnTo !== undefined && !/^\/(?!\/)[^\\\p{Cc}]*$/u.test(returnTo)) throw new Refusal(400, 'Only here.');
  const [browser, state, verifier] = [random(), random(), random()];
  for (const old of pending.keys()) if (pending.size >= PENDING_AT_MOST) pending.delete(old);
  pending.set(browser, { state, verifier, returnTo });
  const location = new URL(provider.authorizationUrl);
  const parameters = {
    response_type: 'code',
    client_id: provider.id,
    redirect_uri: `${publicUrl}/login/callback`,
    scope: 'openid email profile',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
  return {
    status: 302,
    headers: { location: location.href, 'set-cookie': `browser=${browser}; HttpOnly; SameSite=Lax; Path=/login` },
  };
}

async function takeBack({ settings, store, tokens }: Parts, { query, request }: Asked): Promise<Answer> {
  const [state, code, error] = ['state', 'code', 'error'].map((name) => one(query, name));
  const browser = cookieOf(request.headers.cookie, 'browser');
  const logOn = pending.get(browser);
  if (!logOn || logOn.state !== state || (!code && !error)) throw new Refusal(400, 'No such log-on was begun here.');
  pending.delete(browser);
  if (error === 'access_denied') throw new Refusal(403, 'You did not want to.');
  if (!code) throw new Refusal(502, 'The provider did not want to.');
  const profile = await profileFor(code, logOn.verifier, settings);
  const sub = await new Persons(settings.personUrl).idFor(profile, request.headers.traceparent?.toString());
  const answer = await tokens.issue(sub, 'profile');
  if (logOn.returnTo === undefined) {
    return json(200, { ...answer, refresh_token: await store.begin(sub) }, { 'cache-control': 'no-store' });
  }
  const session = await store.openSession(String(answer.access_token));
  const cookie = `session=${session}; Path=/; SameSite=Strict; HttpOnly; Max-Age=${settings.ttl}`;
  return { status: 302, headers: { location: encodeURI(logOn.returnTo).replaceAll('%25', '%'), 'set-cookie': cookie } };
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

/** Refusal 400 when a parameter comes twice. */
function one(query: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = query.getAll(name);
  if (more.length > 0) throw new Refusal(400, `${name} came twice.`);
  return value;
}

export function cookieOf(header = '', name: string): string {
  return new RegExp(`(?:^|; *)${name}=([^;]*)`).exec(header)?.[1] ?? '';
}
