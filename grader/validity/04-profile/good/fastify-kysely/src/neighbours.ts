import { type Answer, ask, type Call, type Journey, type Outcome, type Reply } from './calls.ts';
import { Circuit } from './circuit.ts';

type Request = Omit<Call, 'circuit' | 'url' | 'repeats'> & { repeats?: number };

/** Address and Person: who is asked what, and how stubbornly. */
export class Neighbours {
  readonly #addressUrl: string;
  readonly #personUrl: string;
  readonly #circuits = { address: new Circuit(), person: new Circuit() };

  constructor({ ADDRESS_URL, PERSON_URL }: { ADDRESS_URL: string; PERSON_URL: string }) {
    this.#addressUrl = ADDRESS_URL.replace(/\/+$/, '');
    this.#personUrl = PERSON_URL.replace(/\/+$/, '');
  }

  get anyOpen(): boolean {
    return this.#circuits.address.isOpen || this.#circuits.person.isOpen;
  }

  readPerson(id: string, journey: Journey): Promise<Outcome> {
    return this.#person(`/persons/${encodeURIComponent(id)}`, { method: 'GET' }, journey);
  }

  /** Asked of Person, but it is Address that it fails with. */
  readAddressOf(personId: string, journey: Journey): Promise<Outcome> {
    const url = `${this.#personUrl}/persons/${encodeURIComponent(personId)}/address`;
    return ask({ method: 'GET', url, circuit: this.#circuits.address, repeats: 2 }, journey);
  }

  createAddress(body: string, journey: Journey): Promise<Outcome> {
    return this.#address('/addresses', { method: 'POST', body }, journey);
  }

  createPerson(body: string, key: string, journey: Journey, repeats?: number): Promise<Outcome> {
    const headers = { 'idempotency-key': key };
    return this.#person('/persons', { method: 'POST', body, headers, isNone: isUndecided, repeats }, journey);
  }

  link(personId: string, addressId: string, journey: Journey): Promise<Outcome> {
    const body = JSON.stringify({ href: `/addresses/${encodeURIComponent(addressId)}` });
    return this.#person(`/persons/${encodeURIComponent(personId)}/address`, { method: 'PUT', body }, journey);
  }

  deletePerson(id: string, etag: string, journey: Journey, repeats?: number): Promise<Outcome> {
    const headers = { 'if-match': etag };
    return this.#person(`/persons/${encodeURIComponent(id)}`, { method: 'DELETE', headers, repeats }, journey);
  }

  residents(addressId: string, journey: Journey): Promise<Outcome> {
    const query = new URLSearchParams({ address: addressId });
    return this.#person(`/persons?${query}`, { method: 'GET', repeats: 1 }, journey);
  }

  readAddress(id: string, journey: Journey): Promise<Outcome> {
    return this.#address(`/addresses/${encodeURIComponent(id)}`, { method: 'GET', repeats: 1 }, journey);
  }

  deleteAddress(id: string, etag: string, journey: Journey): Promise<Outcome> {
    const headers = { 'if-match': etag };
    return this.#address(`/addresses/${encodeURIComponent(id)}`, { method: 'DELETE', headers, repeats: 1 }, journey);
  }

  #address(path: string, { repeats = 2, ...request }: Request, journey: Journey): Promise<Outcome> {
    return ask({ ...request, repeats, url: this.#addressUrl + path, circuit: this.#circuits.address }, journey);
  }

  #person(path: string, { repeats = 2, ...request }: Request, journey: Journey): Promise<Outcome> {
    return ask({ ...request, repeats, url: this.#personUrl + path, circuit: this.#circuits.person }, journey);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The id of what an answer shows; undefined when it cannot be read. */
export function idIn({ json, location }: Answer): string | undefined {
  if (isObject(json) && typeof json.id === 'string' && json.id !== '') return json.id;
  const last = location?.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  return /^[^%]+$/.test(last) ? last : undefined;
}

/** Of a `POST /persons`: whether a person was made is not known, so that it must be asked again. */
export function isUndecided(answer: Answer): boolean {
  if (answer.status === 409) return answer.retryAfter !== undefined;
  return answer.status === 201 && idIn(answer) === undefined;
}

/** Whether a `DELETE` has left nothing. */
export function isGone(reply: Reply): boolean {
  if (reply.kind !== 'answer') return false;
  return (reply.status >= 200 && reply.status < 300) || reply.status === 404 || reply.status === 410;
}
