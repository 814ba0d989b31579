// @lab:begin 4.1
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
import { Circuit } from './circuit.ts';
import { type Answer, type Ask, ask, type Question, Unanswered } from './patience.ts';
import type { Settings } from './settings.ts';

/** What a neighbour shows. */
export interface Shown {
  etag: string;
  representation: Record<string, unknown>;
}

/** Address and Person: which call is what. Each throws `Unanswered`. */
export class Neighbours {
  readonly #addressUrl: string;
  readonly #personUrl: string;
  readonly #circuits = { address: new Circuit(), person: new Circuit() };

  constructor({ ADDRESS_URL, PERSON_URL }: Pick<Settings, 'ADDRESS_URL' | 'PERSON_URL'>) {
    this.#addressUrl = ADDRESS_URL.replace(/\/+$/, '');
    this.#personUrl = PERSON_URL.replace(/\/+$/, '');
  }

  /** Whether calls to one of them would be kept back now. */
  get areResting(): boolean {
    return this.#circuits.address.isOpen || this.#circuits.person.isOpen;
  }

  /** Undefined when there is nobody with this id. */
  async person(id: string, asked: Ask): Promise<Shown | undefined> {
    // @lab:begin 4.1
    return shown(await ask(this.#person(`/persons/${encodeURIComponent(id)}`), asked));
    // @lab:starter
    //| throw new Problem(501, 'TODO(4.1) Ask Person for the person.');
    // @lab:end
  }

  /** Undefined when the person has no address, or it is gone. Person asks Address for it, so it is Address that fails here. */
  async addressOf(personId: string, asked: Ask): Promise<Shown | undefined> {
    // @lab:begin 4.1
    const question = this.#person(`/persons/${encodeURIComponent(personId)}/address`);
    return shown(await ask({ ...question, circuit: this.#circuits.address }, asked));
    // @lab:starter
    //| throw new Problem(501, 'TODO(4.1) Ask Person for the address of the person.');
    // @lab:end
  }
  // @lab:begin 4.2

  /** 201 when it was made, 200 when it was there. */
  createAddress(draft: string, asked: Ask): Promise<Answer> {
    return ask(this.#address('/addresses', json('POST', draft)), asked);
  }

  /** @param key the same on every repeat, so that there is one person. */
  createPerson(draft: string, key: string, asked: Ask): Promise<Answer> {
    const question = this.#person('/persons', json('POST', draft, { 'idempotency-key': key }));
    // Of the two kinds of 409 this one says: the same request is under way.
    const isBusy = ({ status, headers }: Pick<Answer, 'status' | 'headers'>) =>
      status === 409 && headers['retry-after'] !== undefined;
    return ask({ ...question, isBusy }, asked);
  }

  link(personId: string, addressId: string, asked: Ask): Promise<Answer> {
    const body = JSON.stringify({ href: `/addresses/${encodeURIComponent(addressId)}` });
    return ask(this.#person(`/persons/${encodeURIComponent(personId)}/address`, json('PUT', body)), asked);
  }
  // @lab:end
  // @lab:begin 4.3

  /** Undefined when it is gone. */
  async address(id: string, asked: Ask): Promise<Shown | undefined> {
    return shown(await ask(this.#address(`/addresses/${encodeURIComponent(id)}`), asked));
  }

  deletePerson(id: string, etag: string, asked: Ask): Promise<Answer> {
    return ask(this.#person(`/persons/${encodeURIComponent(id)}`, removal(etag)), asked);
  }

  deleteAddress(id: string, etag: string, asked: Ask): Promise<Answer> {
    return ask(this.#address(`/addresses/${encodeURIComponent(id)}`, removal(etag)), asked);
  }

  /** Whether anybody is linked to this address. */
  async isInhabited(addressId: string, asked: Ask): Promise<boolean> {
    const query = new URLSearchParams({ address: addressId });
    const { data } = shown(await ask(this.#person(`/persons?${query}`), asked))?.representation ?? {};
    if (!Array.isArray(data)) throw new Unanswered('/persons', 'failed', false, 'no list');
    return data.length > 0;
  }
  // @lab:end

  #address(path: string, call?: Question['call']): Question {
    return { url: this.#addressUrl + path, circuit: this.#circuits.address, call };
  }

  #person(path: string, call?: Question['call']): Question {
    return { url: this.#personUrl + path, circuit: this.#circuits.person, call };
  }
}
// @lab:begin 4.1

/** Undefined for 404; nothing else but 200 shows anything. */
function shown({ status, headers, text }: Answer): Shown | undefined {
  if (status === 404) return undefined;
  const representation = status === 200 ? membersOf(text) : undefined;
  if (!representation) throw new Unanswered('the neighbour', 'failed', false, `status ${status}`);
  return { etag: headers.etag?.toString() ?? '*', representation };
}
// @lab:end

/** The members of a JSON object; undefined for any other text. */
export function membersOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value)
      ? ((value ?? undefined) as Record<string, unknown> | undefined)
      : undefined;
  } catch {
    return undefined;
  }
}
// @lab:begin 4.2

function json(method: 'POST' | 'PUT', body: string, headers: Record<string, string> = {}): Question['call'] {
  return { method, body, headers: { ...headers, 'content-type': 'application/json' } };
}
// @lab:end
// @lab:begin 4.3

function removal(etag: string): Question['call'] {
  return { method: 'DELETE', headers: { 'if-match': etag } };
}
// @lab:end
