import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { verify } from '@seeka/address-verification';
import type { Candidate } from '@seeka/address-verification/delivery-point';
import { type Call, callOf, type Double, openDouble } from './double.ts';
import { answerWith, type DoubleAnswer, type Fault } from './faults.ts';
import { type Attributing, callsAbout } from './mentions.ts';

/** An address as a client of the Address service sends it. */
export interface Draft {
  line1: string;
  line2?: string;
  city: string;
  region: string;
  postalCode: string;
  country?: string;
}

/**
 * What a check may ask of the verification API. Everything is said of one draft, and holds for the requests about it
 * alone, so that checks run side by side. A request is about a draft when its street is the draft's line 1, but for
 * capitals and blanks, or when it means the same delivery point.
 */
export interface Verification {
  /** Fixes what is answered when this draft is asked for. */
  teach(draft: Draft, candidates: Candidate[]): void;
  /** Strikes each request about this draft until `heal`. */
  fault(draft: Draft, fault: Fault): void;
  heal(draft: Draft): void;
  /** The requests about this draft so far, oldest first. */
  calls(draft: Draft): Call[];
  /** The requests that are about no draft of this run: what the service asked instead. */
  strays(): Call[];
}

interface Script {
  candidates?: Candidate[];
  fault?: Fault;
}

/** An honest run asks some hundred times; what a flood brings beyond this is not kept. */
const CALLS_KEPT = 5_000;

/** Plays the verification API over the course's own streets. */
export class VerificationDouble implements Verification, Attributing, AsyncDisposable {
  readonly #calls: (Call & { keys: string[] })[] = [];
  readonly #scripts = new Map<string, Script>();
  readonly #double: Double;

  private constructor(double: Double) {
    this.#double = double;
  }

  static async open(): Promise<VerificationDouble> {
    const listener: RequestListener = (request, response) => verification.#answer(request, response);
    const verification: VerificationDouble = new VerificationDouble(await openDouble(listener, 'Verification'));
    return verification;
  }

  get url(): string {
    return this.#double.url;
  }

  get port(): number {
    return this.#double.port;
  }

  teach(draft: Draft, candidates: Candidate[]): void {
    this.announce(draft).candidates = candidates;
  }

  fault(draft: Draft, fault: Fault): void {
    this.announce(draft).fault = fault;
  }

  heal(draft: Draft): void {
    delete this.announce(draft).fault;
  }

  /** Says that a check uses this draft, so that requests about it are no strays. */
  announce(draft: Draft): Script {
    const keys = keysOf(queryOf(draft));
    const script = this.#find(keys) ?? {};
    for (const key of keys) this.#scripts.set(key, script);
    return script;
  }

  calls(draft: Draft): Call[] {
    const keys = keysOf(queryOf(draft));
    return this.#calls.filter((call) => call.keys.some((key) => keys.includes(key)));
  }

  strays(): Call[] {
    return this.#calls.filter(({ keys }) => !this.#find(keys));
  }

  [callsAbout](mentioned: unknown[]): Call[] {
    return mentioned.filter(isDraft).flatMap((draft) => this.calls(draft));
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#double[Symbol.asyncDispose]();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const call = callOf(request);
    const keys = keysOf(call.query);
    if (this.#calls.length < CALLS_KEPT) this.#calls.push({ ...call, keys });
    const { fault, candidates } = this.#find(keys) ?? {};
    answerWith(response, answerTo(call, candidates), fault);
  }

  #find(keys: string[]): Script | undefined {
    return keys.map((key) => this.#scripts.get(key)).find((script) => script !== undefined);
  }
}

function answerTo({ method, path, query }: Call, taught: Candidate[] | undefined): DoubleAnswer {
  if (method !== 'GET' || path !== '/street-address') return json(404, { title: 'Not Found', status: 404 });
  if (!query.street?.trim()) return json(400, { title: 'Bad Request', status: 400 });
  return json(200, taught ?? verify({ ...query, street: query.street }));
}

function json(status: number, body: unknown): DoubleAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function isDraft(mentioned: unknown): mentioned is Draft {
  return typeof (mentioned as Partial<Draft> | null)?.line1 === 'string';
}

function queryOf({ line1, line2 = '', city, region, postalCode }: Draft) {
  return { street: line1, street2: line2, city, state: region, zipcode: postalCode };
}

/** What a request is known by: its street's text, and the delivery point that it means. */
function keysOf({ street = '', ...query }: Record<string, string>): string[] {
  const text = street.trim().replace(/\s+/g, ' ').toLowerCase();
  const point = verify({ ...query, street })[0]?.delivery_point_barcode;
  return [`street ${text}`, ...(point ? [`point ${point}`] : [])];
}
