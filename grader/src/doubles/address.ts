import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Call, callOf, type Double, openDouble } from './double.ts';
import { answerWith, type DoubleAnswer, type Fault } from './faults.ts';
import { type Attributing, callsAbout } from './mentions.ts';

/** An address that the double keeps. */
export interface KeptAddress {
  id: string;
  /** Its path, `/addresses/{id}`. */
  href: string;
  etag: string;
  representation: Record<string, unknown>;
}

/** What a check may ask of the Address service. Everything is said of one address, so that checks run side by side. */
export interface Addresses {
  /** Where the service under check finds it: the setting ADDRESS_URL. */
  readonly url: string;
  /** Keeps an address with this id. */
  keep(id: string): KeptAddress;
  /** Answers 404, or 410, for it from now on. */
  forget(id: string, status?: 404 | 410): void;
  /** Strikes each request for it until `heal`. */
  fault(id: string, fault: Fault): void;
  heal(id: string): void;
  /** The requests for it so far, oldest first. */
  calls(id: string): Call[];
}

interface Entry {
  address?: KeptAddress;
  gone: number;
  fault?: Fault;
}

/** An honest run asks some hundred times; what a flood brings beyond this is not kept. */
const CALLS_KEPT = 5_000;

/** Plays the Address service as its contract has it, for reading single addresses. */
export class AddressDouble implements Addresses, Attributing, AsyncDisposable {
  readonly #calls: Call[] = [];
  readonly #entries = new Map<string, Entry>();
  readonly #double: Double;

  private constructor(double: Double) {
    this.#double = double;
  }

  static async open(): Promise<AddressDouble> {
    const listener: RequestListener = (request, response) => addresses.#answer(request, response);
    const addresses: AddressDouble = new AddressDouble(await openDouble(listener, 'Address'));
    return addresses;
  }

  get url(): string {
    return this.#double.url;
  }

  get port(): number {
    return this.#double.port;
  }

  keep(id: string): KeptAddress {
    const address = addressOf(id);
    this.#entry(id).address = address;
    return address;
  }

  forget(id: string, status: 404 | 410 = 404): void {
    this.#entries.set(id, { gone: status });
  }

  fault(id: string, fault: Fault): void {
    this.#entry(id).fault = fault;
  }

  heal(id: string): void {
    delete this.#entry(id).fault;
  }

  calls(id: string): Call[] {
    return this.#calls.filter(({ path }) => idIn(path) === id);
  }

  [callsAbout](mentioned: unknown[]): Call[] {
    return this.#calls.filter(({ path }) => mentioned.includes(idIn(path) ?? path));
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#double[Symbol.asyncDispose]();
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id) ?? { gone: 404 };
    this.#entries.set(id, entry);
    return entry;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const call = callOf(request);
    if (this.#calls.length < CALLS_KEPT) this.#calls.push(call);
    const entry = this.#entries.get(idIn(call.path) ?? '') ?? { gone: 404 };
    answerWith(response, answerTo(call, entry), entry.fault);
  }
}

function answerTo({ method, headers }: Call, { address, gone }: Entry): DoubleAnswer {
  if (!address) return problem(gone);
  if (method !== 'GET' && method !== 'HEAD') return problem(405);
  const known = headers['if-none-match']?.match(/"[^"]*"/g);
  if (known?.includes(address.etag)) return { status: 304, headers: { etag: address.etag }, body: '' };
  const type = 'application/json; charset=utf-8';
  return {
    status: 200,
    headers: { 'content-type': type, etag: address.etag },
    body: JSON.stringify(address.representation),
  };
}

function problem(status: number): DoubleAnswer {
  const body = { type: 'about:blank', title: 'Refused', status, detail: 'Refused.', instance: '/' };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(body) };
}

/** With members that no client asked for, as a later version of Address might have. */
function addressOf(id: string): KeptAddress {
  const href = `/addresses/${id}`;
  const links = [
    { rel: 'self', href },
    { rel: 'persons', href: `/persons?address=${id}` },
  ];
  const place = { line1: '120 W 12th St', city: 'New York', region: 'NY', postalCode: '10011-8401', country: 'US' };
  const representation = { id, ...place, deliveryPoint: `10011${id}`, since: { year: 2027, by: ['é', null] }, links };
  return { id, href, etag: `"${id},1"`, representation };
}

function idIn(path: string): string | undefined {
  return /^\/addresses\/([^/]+)$/.exec(path)?.[1];
}
