import { type Answer, linksOf, Transcript } from './answer.ts';
import { exchange, type Peer, type RawRequest } from './exchange.ts';
import { ContractBroken } from './reason.ts';
import type { Exchange, Instance } from './types.ts';

export interface SendOptions {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
  headers?: Record<string, string>;
  /** Media type of the body; `application/json` by default. */
  type?: string;
  /** Whether the body is sent without saying its length beforehand (RFC 9112 §7.1). */
  chunked?: boolean;
}

export interface Created {
  /** Absolute URL of the new resource, from `Location`. */
  url: string;
  etag: string | undefined;
  body: Record<string, unknown>;
  answer: Answer;
}

export interface ApiParts {
  instance: Instance;
  transcript: Transcript;
  /** Sees every answer, whatever check asked. */
  observe(answer: Answer, exchange: Exchange): void;
  signal: AbortSignal;
  /** `performance.now()` when the run began. */
  began: number;
}

const PAGE_LIMIT = 1_000;

/** The HTTP client of one check: records every exchange, follows no redirect. */
export class Api {
  readonly #parts: ApiParts;
  readonly #peer: Peer;

  constructor(parts: ApiParts) {
    this.#parts = parts;
    this.#peer = parts;
  }

  /** The same client for another start of the submission. */
  on(instance: Instance): Api {
    return new Api({ ...this.#parts, instance });
  }

  /** The same client off the record: what it asks is no part of what a failure shows. */
  aside(): Api {
    return new Api({ ...this.#parts, transcript: new Transcript() });
  }

  get = (path: string, options?: SendOptions) => this.#ask('GET', path, options);
  head = (path: string, options?: SendOptions) => this.#ask('HEAD', path, options);
  options = (path: string, options?: SendOptions) => this.#ask('OPTIONS', path, options);
  delete = (path: string, options?: SendOptions) => this.#ask('DELETE', path, options);
  post = (path: string, body: unknown, options?: SendOptions) => this.#tell('POST', path, body, options);
  put = (path: string, body: unknown, options?: SendOptions) => this.#tell('PUT', path, body, options);
  patch = (path: string, body: unknown, options?: SendOptions) => this.#tell('PATCH', path, body, options);

  /** Sends exactly this. */
  async send({ path, ...request }: Omit<RawRequest, 'url'> & { path: string }): Promise<Answer> {
    return exchange(this.#peer, { ...request, url: this.#resolve(path) });
  }

  /** Creates and returns what `Location` names; throws unless 201 with a Location. */
  async created(path: string, body: unknown, options?: SendOptions): Promise<Created> {
    const answer = await this.post(path, body, options);
    if (answer.status !== 201) throw unexpected(answer, 201);
    if (!answer.location) throw new ContractBroken(`POST ${path} answered 201 without a Location header.`);
    return {
      url: led(`The Location of the answer to POST ${path}`, answer.location, answer),
      etag: answer.etag,
      body: objectOf(answer),
      answer,
    };
  }

  /** Absolute URL of a link of a representation; throws when there is none. */
  href(answer: Answer, rel: string): string {
    const link = linksOf(answer.body).find((candidate) => candidate.rel === rel);
    if (!link) throw new ContractBroken(`The answer to ${answer.method} ${pathOf(answer.url)} has no link "${rel}".`);
    return led(`The link "${rel}" of the answer to ${answer.method} ${pathOf(answer.url)}`, link.href, answer);
  }

  /** Every page from `path` on, along `next`. */
  async *pages(path: string): AsyncGenerator<Answer> {
    let next: string | undefined = path;
    for (let count = 0; next; count += 1) {
      if (count === PAGE_LIMIT) throw new ContractBroken(`Following "next" did not end within ${PAGE_LIMIT} pages.`);
      const page: Answer = await this.get(next);
      if (page.status !== 200) throw unexpected(page, 200);
      yield page;
      next = linksOf(page.body).some(({ rel }) => rel === 'next') ? this.href(page, 'next') : undefined;
    }
  }

  #ask(method: string, path: string, options: SendOptions = {}): Promise<Answer> {
    return this.send({ method, path, headers: headersOf(options) });
  }

  #tell(method: string, path: string, body: unknown, options: SendOptions = {}): Promise<Answer> {
    const raw = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const headers = { 'content-type': options.type ?? 'application/json', ...headersOf(options) };
    return this.send({ method, path, headers, body: raw, chunked: options.chunked });
  }

  #resolve(path: string): string {
    const { origin } = this.#parts.instance;
    if (path.startsWith('/')) return origin + path;
    const url = new URL(path, origin);
    if (loopbackAlias(url.origin) !== loopbackAlias(origin)) {
      throw new ContractBroken(`${path} leads to another server than ${origin}.`);
    }
    return origin + url.pathname + url.search;
  }
}

/** Longer than any URL that a client must take (RFC 9110 §4.1). */
const LONGEST_URL = 8_000;

/** Where a reference leads from an answer, absolute. */
function led(what: string, reference: string, { url }: Answer): string {
  if (reference.length > LONGEST_URL) throw new ContractBroken(`${what} is longer than ${LONGEST_URL} characters.`);
  if (!URL.canParse(reference, url)) throw new ContractBroken(`${what} is no URL: ${reference}`);
  return new URL(reference, url).href;
}

/** `localhost`, `127.0.0.1` and `[::1]` are one server. */
function loopbackAlias(origin: string): string {
  return origin.replace(/^(https?:\/\/)(localhost|\[::1\])(?=:|$)/, '$1127.0.0.1');
}

function headersOf({ ifMatch, ifNoneMatch, headers = {} }: SendOptions): Record<string, string> {
  return {
    ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
    ...headers,
  };
}

function objectOf(answer: Answer): Record<string, unknown> {
  const { body } = answer;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new ContractBroken(`The body of ${answer.method} ${pathOf(answer.url)} is not a JSON object.`);
}

function unexpected(answer: Answer, wanted: number): ContractBroken {
  return new ContractBroken(`${answer.method} ${pathOf(answer.url)} answered ${answer.status}, wanted ${wanted}.`, {
    expected: String(wanted),
    received: String(answer.status),
  });
}

/** Path and query of a URL. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
