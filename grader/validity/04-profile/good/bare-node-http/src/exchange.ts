import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, type IncomingMessage, STATUS_CODES } from 'node:http';

/** A request, as far as handlers look at it. */
export interface Asked {
  headers: IncomingHttpHeaders;
  /** Undefined when it is larger than this service takes. */
  bytes: Buffer | undefined;
  /** Where this service is, as the client sees it: `http://host:port`. */
  origin: string;
  /** What the path's pattern caught, decoded; undefined for what cannot be decoded. */
  id: string | undefined;
  /** When the client must have its answer, on the clock of `performance.now()`. */
  deadline: number;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export type Handler = (asked: Asked) => Answer | Promise<Answer>;

export interface Fault {
  pointer: string;
  detail: string;
}

export interface Problem {
  type: string;
  title: string | undefined;
  status: number;
  detail: string;
  instance: string;
  errors?: Fault[] | undefined;
}

/** The client is at fault, or a neighbour is. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly errors: Fault[] | undefined;

  constructor(status: number, detail: string, more: { headers?: Record<string, string>; errors?: Fault[] } = {}) {
    super(detail);
    this.status = status;
    this.headers = more.headers ?? {};
    this.errors = more.errors;
  }
}

/** 503, and when to come back. */
export function away(detail: string): Refusal {
  return new Refusal(503, detail, { headers: { 'retry-after': '2' } });
}

export function problemOf({ status, message: detail, errors }: Refusal): Problem {
  const type = `https://problems.example/${status}`;
  return { type, title: STATUS_CODES[status], status, detail, instance: `urn:uuid:${randomUUID()}`, errors };
}

/** The refusal that a problem tells of. */
export function refusalIn({ status, detail, errors }: Problem): Refusal {
  return status === 503 ? away(detail) : new Refusal(status, detail, errors ? { errors } : {});
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

const BODY_LIMIT = 100_000;

/** The whole body; undefined when it is too large. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // What is too large is read to its end, since a client listens only when it has spoken.
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  return size > BODY_LIMIT ? undefined : Buffer.concat(chunks);
}

/** The JSON of a body. Refusals: 400, 413, 415. */
export function jsonIn({ bytes, headers }: Asked): unknown {
  if (!bytes) throw new Refusal(413, `Send at most ${BODY_LIMIT} bytes.`);
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw new Refusal(415, 'Send application/json.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(400, 'Send JSON in UTF-8.');
  }
}
