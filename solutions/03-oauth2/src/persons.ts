import { call } from '@seeka/kit/outgoing';
import { Problem } from '@seeka/kit/problem';
import type { Profile } from './provider.ts';

/** The neighbour that keeps people. Problem: 503 when it gives no answer of use in time. */
export class Persons {
  readonly #base: string;

  /** @param base its URL. */
  constructor(base: string) {
    this.#base = base.replace(/\/+$/, '');
  }

  /** The id of whoever has this e-mail address, made when there is nobody. */
  async idOf(profile: Profile, traceparent: string | undefined): Promise<string> {
    // @lab:begin 3.2
    const found = (await this.#find(profile.email, traceparent)) ?? (await this.#create(profile, traceparent));
    // Somebody else has made them in between.
    const id = found ?? (await this.#find(profile.email, traceparent));
    return id ?? unavailable('taken, but nobody has it');
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.2) Look for the person by e-mail; make them when there is none; mind who comes in between.');
    // @lab:end
  }

  /** A person's representation as Person shows it; undefined when there is none (any more). */
  async read(id: string, traceparent: string | undefined): Promise<string | undefined> {
    // @lab:begin 3.4
    const { status, text } = await this.#ask(`/persons/${encodeURIComponent(id)}`, { traceparent });
    if (status === 404 || status === 410) return undefined;
    if (status !== 200) return unavailable(`status ${status}`);
    // Throws unless it is a person.
    idIn(membersOf(text));
    return text;
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.4) Ask Person for them, and pass on what it shows.');
    // @lab:end
  }
  // @lab:begin 3.2

  async #find(email: string, traceparent: string | undefined): Promise<string | undefined> {
    const { status, text } = await this.#ask(`/persons?${new URLSearchParams({ email })}`, { traceparent });
    const data = status === 200 ? membersOf(text).data : undefined;
    if (!Array.isArray(data)) return unavailable(`status ${status}, or no list`);
    return data.length === 0 ? undefined : idIn(data[0]);
  }

  /** Undefined when the e-mail address is taken. */
  async #create(profile: Profile, traceparent: string | undefined): Promise<string | undefined> {
    const { email, givenName, familyName } = profile;
    const body = JSON.stringify({ firstName: nameIn(givenName), lastName: nameIn(familyName), email });
    const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body, traceparent } as const;
    const { status, text } = await this.#ask('/persons', sent);
    if (status === 409) return undefined;
    return status === 201 ? idIn(membersOf(text)) : unavailable(`status ${status}`);
  }

  #ask(path: string, request: Parameters<typeof call>[1]) {
    return call(this.#base + path, request).catch(unavailable);
  }
  // @lab:end
}
// @lab:begin 3.2

function idIn(person: unknown): string {
  const { id } = Object(person) as { id?: unknown };
  return typeof id === 'string' && id !== '' ? id : unavailable('no id');
}

/** A name that Person takes, whatever the provider says. */
function nameIn(text = ''): string {
  const name = [...text.replaceAll('\0', '').toWellFormed().trim()].slice(0, 64).join('').trim();
  return name || '(unknown)';
}

function membersOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch (cause) {
    return unavailable(cause);
  }
}

function unavailable(cause: unknown): never {
  const headers = { 'Retry-After': '1' };
  throw new Problem(503, 'Person cannot be asked at the moment.', { code: 'person-unavailable', headers, cause });
}
// @lab:end
