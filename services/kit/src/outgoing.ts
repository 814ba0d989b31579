import type { Dispatcher } from 'undici';
import { continueTrace } from './trace.ts';

export interface Call {
  method?: Dispatcher.HttpMethod;
  headers?: Record<string, string>;
  body?: string;
  /** Of the request this call is made for. */
  traceparent?: string | undefined;
  /** For connecting, headers and body together. */
  limitMs?: number;
  maxBytes?: number;
}

export interface CallAnswer {
  status: number;
  headers: Dispatcher.ResponseData['headers'];
  text: string;
}

/** No whole answer came: refused, cut off, late, too large, or not UTF-8. */
export class NoAnswer extends Error {}

/**
 * Asks a neighbour, and follows no redirect.
 * @throws NoAnswer within the limit, whatever the neighbour does.
 */
export async function call(url: string, options: Call = {}): Promise<CallAnswer> {
  const { traceparent, limitMs = 1_800, maxBytes = 1_000_000, ...rest } = options;
  const { request } = await undici();
  const headers = { accept: 'application/json', ...rest.headers, traceparent: continueTrace(traceparent) };
  try {
    const answer = await request(url, { ...rest, headers, signal: AbortSignal.timeout(limitMs) });
    return { status: answer.statusCode, headers: answer.headers, text: await readText(answer.body, maxBytes) };
  } catch (cause) {
    throw new NoAnswer(`${new URL(url).origin} gave no answer.`, { cause });
  }
}

let loaded: Promise<typeof import('undici')> | undefined;

/** Loaded at the first call: 70 ms that the start need not wait for. */
function undici() {
  loaded ??= import('undici');
  return loaded;
}

async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new RangeError(`The answer is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
