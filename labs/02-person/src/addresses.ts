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
    throw new Problem(501, 'TODO(2.4) Take the id out of "/addresses/{id}", or out of a URL below that of Address.');
  }

  /** Asks for an address. Problem: 503 when Address gives no answer in time, or one that makes no sense. */
  async read(id: string, ask: Ask): Promise<Said> {
    throw new Problem(501, 'TODO(2.4) Ask Address for it; 404 and 410 mean that it is gone.');
  }
}
