import { call } from '@seeka/kit/outgoing';
import { Problem } from '@seeka/kit/problem';

/** What a client has sent that goes on to Address. */
export interface Ask {
  traceparent: string | undefined;
  ifNoneMatch?: string | undefined;
}

/** What Address says of an address. */
export type Said =
  | { status: 200; etag: string | undefined; representation: string }
  | { status: 304; etag: string | undefined }
  | { status: 404 };

/** The neighbour that keeps addresses. */
export class Addresses {
  readonly #base: string;

  /** @param base its URL. */
  constructor(base: string) {
    this.#base = base.replace(/\/+$/, '');
  }

  /** The id of the address that a link leads to; undefined when it leads anywhere else. */
  idOf(href: string): string | undefined {
    // @lab:begin 2.4
    const path = href.startsWith(`${this.#base}/`) ? href.slice(this.#base.length) : href;
    const [, segment] = /^\/addresses\/([^/?#\\]+)$/.exec(path) ?? [];
    return segment === undefined ? undefined : decoded(segment);
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.4) Take the id out of "/addresses/{id}", or out of a URL below that of Address.');
    // @lab:end
  }

  /** Asks for an address. Problem: 503 when Address gives no answer in time, or one that makes no sense. */
  async read(id: string, ask: Ask): Promise<Said> {
    // @lab:begin 2.4
    const { status, etag, text } = await this.#get(`/addresses/${encodeURIComponent(id)}`, ask);
    if (status === 404 || status === 410) return { status: 404 };
    if (status === 304) return { status, etag };
    // @lab:begin 2.6
    if (status !== 200) throw unavailable(`Address answered ${status}.`);
    // @lab:end
    return { status: 200, etag, representation: text };
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.4) Ask Address for it; 404 and 410 mean that it is gone.');
    // @lab:end
  }
  // @lab:begin 2.4

  async #get(path: string, { traceparent, ifNoneMatch }: Ask) {
    const headers: Record<string, string> = ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch };
    // @lab:begin 2.6
    const answer = await call(this.#base + path, { headers, traceparent }).catch((cause) => {
      throw unavailable(cause);
    });
    return { ...answer, etag: answer.headers.etag?.toString() };
    // @lab:starter
    //| // TODO(2.6) Address may be slow, or away, or talk nonsense. And a trace that came in goes on.
    //| const answer = await fetch(this.#base + path, { headers });
    //| return { status: answer.status, etag: answer.headers.get('etag') ?? undefined, text: await answer.text() };
    // @lab:end
  }
  // @lab:end
}
// @lab:begin 2.4

/** Undefined for what is no text, or could lead elsewhere. */
function decoded(segment: string): string | undefined {
  try {
    const id = decodeURIComponent(segment);
    return id === '.' || id === '..' || id.includes('\0') ? undefined : id;
  } catch {
    return undefined;
  }
}
// @lab:end
// @lab:begin 2.6

function unavailable(cause: unknown): Problem {
  const headers = { 'Retry-After': '1' };
  return new Problem(503, 'Address cannot be asked at the moment.', { code: 'address-unavailable', headers, cause });
}
// @lab:end
