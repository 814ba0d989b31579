import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { type Answer, excerpt, exchangeOf, mediaType, type Transcript } from './answer.ts';
import { ContractBroken, messageOf } from './reason.ts';
import type { Exchange, Instance } from './types.ts';

/** Whom a request goes to, and who keeps a record of it. */
export interface Peer {
  instance: Instance;
  transcript: Transcript;
  observe(answer: Answer, exchange: Exchange): void;
  signal: AbortSignal;
  began: number;
}

export interface RawRequest {
  method: string;
  /** Absolute; sent as it is written, dots and escapes too. */
  url: string;
  headers?: Record<string, string>;
  body?: string | Buffer | undefined;
  /** Whether the body is sent without saying its length beforehand (RFC 9112 §7.1). */
  chunked?: boolean | undefined;
  /** Milliseconds, headers and body together; 8,000 by default. */
  timeoutMs?: number;
}

/** What the service has printed since a request was begun. */
export const printedSince = new WeakMap<Exchange, () => string>();

const ANSWER_LIMIT = 1_000_000;
const ANSWER_TIME_MS = 8_000;

/** One request and its whole answer, recorded; throws ContractBroken when none comes. */
export async function exchange(peer: Peer, request: RawRequest): Promise<Answer> {
  const start = performance.now();
  const record = begin(peer, request, start);
  try {
    const answer = await heard(peer, request);
    answer.durationMs = record.durationMs = performance.now() - start;
    record.response = { status: answer.status, headers: answer.headers, body: excerpt(answer.bytes) };
    exchangeOf.set(answer, record);
    peer.observe(answer, record);
    return answer;
  } catch (error) {
    record.durationMs = performance.now() - start;
    record.error = await whyNoAnswer(peer, error);
    const failure = new ContractBroken(`${request.method} ${record.path} got no answer: ${record.error}`);
    exchangeOf.set(failure, record);
    throw failure;
  }
}

function begin({ instance, transcript, began }: Peer, request: RawRequest, start: number): Exchange {
  const printed = instance.output().length;
  const record: Exchange = {
    method: request.method,
    path: request.url.slice(instance.origin.length),
    request: {
      headers: { ...request.headers, ...(request.chunked && { 'transfer-encoding': 'chunked' }) },
      body: excerpt(Buffer.from(request.body ?? '')),
    },
    at: start - began,
    durationMs: 0,
  };
  transcript.exchanges.push(record);
  printedSince.set(record, () => instance.output(printed));
  return record;
}

/** Bytes: a service may refuse a larger body before it has read it. */
const LARGE = 65_536;
const TRIES = 3;

/** Who refuses a body unread may see the answer lost: the reset that follows overtakes it (RFC 9112 §9.6). Asks again then. */
async function heard(peer: Peer, request: RawRequest, left = TRIES - 1): Promise<Answer> {
  try {
    return await ask(peer, request);
  } catch (error) {
    const isReset = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (left === 0 || !isReset || Buffer.byteLength(request.body ?? '') < LARGE) throw error;
    return heard(peer, request, left - 1);
  }
}

async function ask({ instance, signal }: Peer, request: RawRequest): Promise<Answer> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(request.timeoutMs ?? ANSWER_TIME_MS)]);
  const response = await instance.dispatcher.request({
    origin: instance.origin,
    path: request.url.slice(instance.origin.length),
    method: request.method as Dispatcher.HttpMethod,
    headers: request.headers ?? {},
    // Undici sends a stream in chunks.
    body: request.chunked ? Readable.from([request.body]) : (request.body ?? null),
    signal: limit,
  });
  const headers = joined(response.headers);
  const bytes = await readAll(response.body);
  const text = bytes.toString('utf8');
  return {
    method: request.method,
    status: response.statusCode,
    headers,
    setCookies: [response.headers['set-cookie'] ?? []].flat(),
    bytes,
    text,
    body: mediaType(headers).endsWith('json') ? parsed(text) : undefined,
    url: request.url,
    etag: headers.etag,
    location: headers.location,
    durationMs: 0,
  };
}

async function readAll(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > ANSWER_LIMIT) throw new Error(`the body is longer than ${ANSWER_LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

/** Comparing one of 100,000 members with what was wanted, line by line, would hold the grader up for seconds. */
const MOST_COMMAS = 20_000;

function parsed(text: string): unknown {
  if (commasIn(text) > MOST_COMMAS) throw new Error(`the body holds more than ${MOST_COMMAS} values`);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function commasIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) count += 1;
  return count;
}

async function whyNoAnswer({ instance, signal }: Peer, error: unknown): Promise<string> {
  const exit = await Promise.race([instance.exited, Promise.resolve(undefined)]);
  if (exit) return `the service has ended (${exit.signal ?? `exit code ${exit.code}`}).`;
  if (signal.aborted) return 'the time of this check was over.';
  if ((error as Error).name === 'TimeoutError') return 'the time limit of the request was over.';
  return `${messageOf(error)}.`;
}
