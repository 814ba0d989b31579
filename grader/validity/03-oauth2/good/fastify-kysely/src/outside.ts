import { randomBytes } from 'node:crypto';
import { HttpProblem } from './problem.ts';
import type { Settings } from './settings.ts';

// Between the 1 s that must be waited and the 2 s that must not be passed.
const PATIENCE_MS = 1_850;

type Json = Record<string, unknown>;

async function fetched(
  url: string | URL,
  init: RequestInit = {},
): Promise<{ status: number; json: unknown; text: string }> {
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
  const text = await response.text();
  return { status: response.status, json: jsonIn(text), text };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The provider. Problems: 403, 502, 504. */
export async function profileOf(code: string, verifier: string, settings: Settings): Promise<Json & { email: string }> {
  const { clientId, clientSecret, tokenUrl, userinfoUrl, publicUrl } = settings;
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier: verifier });
  body.set('redirect_uri', `${publicUrl}/login/callback`);
  const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  const { access_token: token } = await provided(tokenUrl, { method: 'POST', body, headers: { authorization } });
  if (typeof token !== 'string' || !/^[!-~]+$/.test(token)) throw new HttpProblem(502, 'The provider gave no token.');
  const profile = await provided(userinfoUrl, { headers: { authorization: `Bearer ${token}` } });
  if (typeof profile.email === 'string' && profile.email && profile.email_verified === true) {
    return { ...profile, email: profile.email };
  }
  throw new HttpProblem(403, 'There is no verified e-mail address.');
}

async function provided(url: string, init: RequestInit): Promise<Json> {
  try {
    const { status, json } = await fetched(url, init);
    if (status === 200 && typeof json === 'object' && json !== null) return json as Json;
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') throw new HttpProblem(504, 'The provider is slow.');
  }
  throw new HttpProblem(502, 'The provider is of no use.');
}

/** Person. Problem: 503. */
export class PersonService {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base.endsWith('/') ? base : `${base}/`;
  }

  async idFor(profile: Json & { email: string }, trace: string | undefined): Promise<string> {
    const id = (await this.#idOf(profile.email, trace)) ?? (await this.#create(profile, trace));
    return id ?? (await this.#idOf(profile.email, trace)) ?? away();
  }

  /** Undefined when there is no such person. */
  async shown(id: string, trace: string | undefined): Promise<string | undefined> {
    const { status, text } = await this.#ask(`persons/${encodeURIComponent(id)}`, trace);
    if (status === 200) return text;
    return status === 404 || status === 410 ? undefined : away();
  }

  async #idOf(email: string, trace: string | undefined): Promise<string | undefined> {
    const { status, json } = await this.#ask(`persons?${new URLSearchParams({ email })}`, trace);
    const { data } = Object(json) as { data?: unknown };
    if (status !== 200 || !Array.isArray(data)) return away();
    return data.length > 0 ? idIn(data[0]) : undefined;
  }

  async #create({ email, given_name, family_name }: Json & { email: string }, trace: string | undefined) {
    const body = JSON.stringify({ firstName: nameIn(given_name), lastName: nameIn(family_name), email });
    const { status, json } = await this.#ask('persons', trace, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    if (status === 409) return undefined;
    return status === 201 ? idIn(json) : away();
  }

  async #ask(path: string, trace: string | undefined, init: RequestInit = {}) {
    const headers = { ...(init.headers as Record<string, string>), traceparent: nextHop(trace) };
    return fetched(new URL(path, this.#base), { ...init, headers }).catch(away);
  }
}

function idIn(person: unknown): string {
  const { id } = Object(person) as { id?: unknown };
  return typeof id === 'string' ? id : away();
}

function nameIn(value: unknown): string {
  const text = typeof value === 'string' ? Array.from(value.trim()).slice(0, 64).join('').trim() : '';
  return text || '?';
}

function away(): never {
  throw new HttpProblem(503, 'Person is of no help now.', { headers: { 'retry-after': '3' } });
}

/** W3C Trace Context: a new parent id, in the trace that came or in a new one. */
function nextHop(traceparent = ''): string {
  const [, trace, parent, flags] = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(traceparent) ?? [];
  const known = trace && parent && /[^0]/.test(trace) && /[^0]/.test(parent);
  return [
    '00',
    known ? trace : randomBytes(16).toString('hex'),
    randomBytes(8).toString('hex'),
    known ? flags : '01',
  ].join('-');
}
