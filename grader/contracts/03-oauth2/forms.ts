import type { Answer } from '../../src/answer.ts';
import type { Api } from '../../src/api.ts';
import { expect } from '../../src/check.ts';
import { methodsIn, shown } from '../01-address/reading.ts';
import { type Context, type LogOn, logOn } from './browser.ts';
import { client } from './world.ts';

/** Sends a form. */
export function tell(api: Api, path: string, fields: Record<string, string> | string, headers = {}): Promise<Answer> {
  return api.post(path, new URLSearchParams(fields).toString(), { type: 'application/x-www-form-urlencoded', headers });
}

/** The Authorization header of a client of CLIENTS (RFC 7617). */
export function basic({ id, secret } = client): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

/** The token answer of a log-on. */
export async function tokensOf(context: Context, how: LogOn = {}): Promise<Record<string, string>> {
  const { answer } = await logOn(context, how);
  expect(answer).toHaveStatus(200);
  return shown(answer) as Record<string, string>;
}

export function renew(api: Api, token: string | undefined, more: Record<string, string> = {}): Promise<Answer> {
  return tell(api, '/token', { grant_type: 'refresh_token', refresh_token: String(token), ...more });
}

/** What introspection says of a token. */
export async function introspected(api: Api, token: string | undefined): Promise<Record<string, unknown>> {
  const answer = await tell(api, '/introspect', { token: String(token) }, basic());
  expect(answer).toHaveStatus(200);
  return shown(answer);
}

/** Refused with 400, as RFC 6749 §5.2 has it. */
export function expectRefused(answer: Answer, error: string): void {
  expect({ status: answer.status, error: shown(answer).error }).toEqual({ status: 400, error });
}

/** /me with a token in the header. */
export function me(api: Api, token: string | undefined): Promise<Answer> {
  return api.get('/me', { headers: { authorization: `Bearer ${token}` } });
}

/** 401 or 403 with a challenge that names the error, or none (RFC 6750 §3). */
export function expectChallenge(answer: Answer, status: number, error?: string): void {
  expect(answer).toBeProblem(status);
  const challenge = answer.headers['www-authenticate'] ?? '';
  expect(challenge).toMatch(/^Bearer\b/i);
  const [, named = 'none'] = /\berror="?([\w-]+)"?/.exec(challenge) ?? [];
  expect({ error: named }).toEqual({ error: error ?? 'none' });
}

/** No cache keeps the answer; directives are written in small letters or in capitals (RFC 9111 §5.2). */
export function expectNoStore(answer: Answer): void {
  expect(answer.headers['cache-control']).toMatch(/\bno-store\b/i);
}

/** OPTIONS is answered with 204, and Allow names this method. */
export async function expectOptions(api: Api, path: string, method: string): Promise<void> {
  const options = await api.options(path);
  expect(options).toHaveStatus(204);
  expect(methodsIn(options.headers.allow)).toContain(method);
}

/** Somebody at Person, and a token for them. */
export async function holder(context: Context) {
  const email = context.make.email();
  const person = context.persons.keep(email);
  return { email, person, token: await context.signer.token(person.id) };
}
