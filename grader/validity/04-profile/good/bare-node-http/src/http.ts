import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Nobody is waited for longer than this, headers and body together. */
export const LIMIT_MS = 1_250;
const SIZE_LIMIT = 4_000_000;

export interface Call {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  /** What the body says as JSON; undefined when it is none. */
  value: unknown;
}

/** Why there is no answer: nobody listens; it came too late; it broke off. */
export type Silence = 'refused' | 'late' | 'cut';

/** One call, on a connection of its own, so that no stale one is taken for a neighbour that hangs up. */
export async function send({ url, body, ...options }: Call, limit = LIMIT_MS): Promise<Reply | Silence> {
  const signal = AbortSignal.timeout(Math.max(1, Math.round(limit)));
  try {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    request(url, { ...options, signal, agent: false }, resolve)
      .on('error', reject)
      .end(body);
    const response = await promise;
    const text = await textOf(response);
    return { status: response.statusCode ?? 0, headers: response.headers, value: valueIn(text) };
  } catch (error) {
    if (signal.aborted) return 'late';
    return unreached.includes(String((error as { code?: unknown }).code)) ? 'refused' : 'cut';
  }
}

const unreached = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (text.length > SIZE_LIMIT) throw new Error('The answer is too long.');
  }
  return text;
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
