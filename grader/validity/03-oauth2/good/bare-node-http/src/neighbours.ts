import { randomBytes } from 'node:crypto';
import { Refusal } from './exchange.ts';
import type { Settings } from './settings.ts';

const LIMIT_MS = 1_700;

interface Reply {
  status: number;
  text: string;
}

async function ask(url: string, options: RequestInit = {}): Promise<Reply> {
  const answer = await fetch(url, { ...options, redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS) });
  return { status: answer.status, text: await answer.text() };
}

export interface Profile {
  email: string;
  given_name?: unknown;
  family_name?: unknown;
}

/** Refusals: 400, 403, 502, 504. */
export async function profileFor(code: string, verifier: string, settings: Settings): Promise<Profile> {
  const { provider, publicUrl } = settings;
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: `${publicUrl}/login/callback`,
    client_id: provider.id,
    client_secret: provider.secret,
  });
  const granted = await asked(provider.tokenUrl, { method: 'POST', body: form });
  const { access_token: token } = granted;
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw new Refusal(502, 'The provider gave no token.');
  const profile = await asked(provider.userinfoUrl, { headers: { authorization: `Bearer ${token}` } });
  if (typeof profile.email !== 'string' || !profile.email || profile.email_verified !== true) {
    throw new Refusal(403, 'The e-mail address is not verified.');
  }
  return profile as unknown as Profile;
}

async function asked(url: string, options: RequestInit): Promise<Record<string, unknown>> {
  const { status, text } = await ask(url, options).catch((error: Error) => {
    throw error.name === 'TimeoutError'
      ? new Refusal(504, 'The provider is slow.')
      : new Refusal(502, 'The provider is away.');
  });
  const value = Object(jsonIn(text)) as Record<string, unknown>;
  if (status === 400 && value.error === 'invalid_grant') throw new Refusal(400, 'The code is not good.');
  if (status !== 200 || jsonIn(text) === undefined) throw new Refusal(502, 'The provider makes no sense.');
  return value;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Person. Refusals: 503. */
export class Persons {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  async idFor(profile: Profile, trace: string | undefined): Promise<string> {
    for (let tries = 0; tries < 2; tries += 1) {
      const known = await this.#find(profile.email, trace);
      if (known) return known;
      const made = await this.#make(profile, trace);
      if (made) return made;
    }
    return (await this.#find(profile.email, trace)) ?? away();
  }

  async read(id: string, trace: string | undefined): Promise<string | undefined> {
    const { status, text } = await this.#ask(`/persons/${encodeURIComponent(id)}`, trace);
    if (status === 404 || status === 410) return undefined;
    return status === 200 ? text : away();
  }

  async #find(email: string, trace: string | undefined): Promise<string | undefined> {
    const { status, text } = await this.#ask(`/persons?email=${encodeURIComponent(email)}&limit=1`, trace);
    const { data } = Object(status === 200 ? jsonIn(text) : undefined) as { data?: { id?: unknown }[] };
    if (!Array.isArray(data)) return away();
    return data[0] === undefined ? undefined : String(data[0].id);
  }

  async #make({ email, given_name: given, family_name: family }: Profile, trace: string | undefined) {
    const body = JSON.stringify({ email, lastName: nameFrom(family, email), firstName: nameFrom(given, email) });
    const { status, text } = await this.#ask('/persons', trace, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    if (status === 409) return undefined;
    const { id } = Object(jsonIn(text)) as { id?: unknown };
    return status === 201 && typeof id === 'string' ? id : away();
  }

  #ask(path: string, trace: string | undefined, options: RequestInit = {}): Promise<Reply> {
    const headers = { ...options.headers, traceparent: nextHop(trace) };
    return ask(this.#base + path, { ...options, headers }).catch(away);
  }
}

function nameFrom(value: unknown, email: string): string {
  const text = typeof value === 'string' ? value.trim() : '';
  return [...(text || email.split('@')[0] || 'x')].slice(0, 64).join('');
}

function away(): never {
  throw new Refusal(503, 'Person is away.', { headers: { 'retry-after': '2' } });
}

/** W3C Trace Context: the same trace, or a new one. */
function nextHop(traceparent = ''): string {
  const [, known] = /^00-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent) ?? [];
  return `00-${known ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}
