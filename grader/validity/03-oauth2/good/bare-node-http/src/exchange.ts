import type { IncomingMessage } from 'node:http';

/** A request, as far as handlers look at it. */
export interface Asked {
  request: IncomingMessage;
  /** Where this service is, as the client sees it: `http://host:port`. */
  origin: string;
  /** What the path's pattern caught. */
  id: string;
  query: URLSearchParams;
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

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

const BODY_LIMIT = 100_000;

/** The JSON of a body. Refusals: 400, 413, 415. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request, 'application/json');
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Send JSON.');
  }
}

/** A body of this media type, in UTF-8. Refusals: 400, 413, 415. */
export async function readText(request: IncomingMessage, wanted: string): Promise<string> {
  const bytes = await readBody(request);
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== wanted) throw new Refusal(415, `Send ${wanted}.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(400, 'Send UTF-8.');
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // What is too large is read to its end, since a client listens only when it has spoken.
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  if (size > BODY_LIMIT) throw new Refusal(413, `Send at most ${BODY_LIMIT} bytes.`);
  return Buffer.concat(chunks);
}
