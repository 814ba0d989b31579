import type { Link } from '../src/address.ts';

export interface Request {
  /** Sent as it is when it is text or bytes, else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** What the tests read of a body, whichever it is. */
export interface Body {
  [member: string]: unknown;
  links: Link[];
  data: Body[];
  errors: { pointer: string; detail: string }[];
}

export interface Answer {
  status: number;
  headers: Headers;
  etag: string;
  location: string;
  text: string;
  body: Body;
}

export async function send(origin: string, method: string, path: string, request: Request = {}): Promise<Answer> {
  const { body, headers } = request;
  const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const answer = await fetch(new URL(path, origin), {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: raw ? (body as RequestInit['body']) : JSON.stringify(body),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    etag: answer.headers.get('etag') ?? '',
    location: answer.headers.get('location') ?? '',
    text,
    body: answer.headers.get('content-type')?.includes('json') && text !== '' ? JSON.parse(text) : undefined,
  };
}

/** Follows a link as a client does; undefined when there is none. */
export function href({ body }: Answer, rel: string): string | undefined {
  return body.links.find((link) => link.rel === rel)?.href;
}
