import { randomBytes } from 'node:crypto';
import { get as getHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { Refusal } from './exchange.ts';

const LIMIT_MS = 1_600;

export interface Reply {
  status: number;
  etag: string | undefined;
  text: string;
}

/** The Address service. */
export class Neighbour {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base.replace(/\/+$/, '');
  }

  /** The id in a link to an address, as it was written; undefined for any other text. */
  idIn(href: string): string | undefined {
    const [, id] =
      /^\/addresses\/([^/?#\s\\\0]+)$/.exec(href.startsWith(this.#base) ? href.slice(this.#base.length) : href) ?? [];
    if (id === undefined || /^\.{1,2}$/.test(id.replaceAll(/%2e/gi, '.'))) return undefined;
    return /%(?![0-9a-f]{2})|%00/i.test(id) ? undefined : id;
  }

  /** Refusal 503 unless Address says 200, 304, 404 or 410. */
  async address(id: string, headers: IncomingHttpHeaders): Promise<Reply> {
    const forwarded = { traceparent: nextHop(String(headers.traceparent)) };
    const known = headers['if-none-match'];
    try {
      const reply = await get(
        `${this.#base}/addresses/${id}`,
        known ? { ...forwarded, 'if-none-match': known } : forwarded,
      );
      if ([200, 304, 404, 410].includes(reply.status)) return reply;
      console.error(`Address answered ${reply.status}.`);
    } catch (error) {
      console.error(`Address gave no answer: ${error}`);
    }
    throw new Refusal(503, 'Addresses are away.', {
      headers: { 'retry-after': new Date(Date.now() + 5_000).toUTCString() },
    });
  }
}

async function get(url: string, headers: Record<string, string>): Promise<Reply> {
  const options = { headers, signal: AbortSignal.timeout(LIMIT_MS) };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  (url.startsWith('https:') ? getHttps : getHttp)(url, options, resolve).on('error', reject);
  const response = await promise;
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { status: response.statusCode ?? 0, etag: response.headers.etag, text };
}

/** W3C Trace Context: the same trace, or a new one. */
function nextHop(traceparent: string): string {
  const [, known] = /^00-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent) ?? [];
  return `00-${known ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}
