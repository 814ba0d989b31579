import type { DoubleAnswer } from '../faults.ts';

export interface Versioned {
  etag: string;
  representation: Record<string, unknown>;
}

/** A representation with its ETag, or 304 to whoever has it already. */
export function show({ etag, representation }: Versioned, ifNoneMatch = ''): DoubleAnswer {
  const known: string[] = ifNoneMatch.match(/"[^"]*"|^\*$/g) ?? [];
  if (known.includes(etag) || known.includes('*')) return { status: 304, headers: { etag }, body: '' };
  return json(200, representation, { etag });
}

/** What a conditional write is refused with; undefined when it may go on. */
export function refusal({ etag }: Versioned, ifMatch: string | undefined): DoubleAnswer | undefined {
  if (ifMatch === undefined) return problem(428);
  return ifMatch === '*' || ifMatch.includes(etag) ? undefined : problem(412);
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): DoubleAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** RFC 9457; `errors` as A4 has them. */
export function problem(
  status: number,
  { pointers, headers = {} }: { pointers?: string[]; headers?: Record<string, string> } = {},
): DoubleAnswer {
  const errors = pointers?.map((pointer) => ({ pointer, detail: 'breaks a rule of the neighbour' }));
  const body = {
    type: 'about:blank',
    title: 'Refused',
    status,
    detail: 'Refused by a neighbour.',
    instance: '/',
    errors,
  };
  return json(status, body, { 'content-type': 'application/problem+json', ...headers });
}

export const noContent: DoubleAnswer = { status: 204, headers: {}, body: '' };
