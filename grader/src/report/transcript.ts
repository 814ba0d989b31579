import type { HttpMessage } from '../traffic.ts';
import type { Exchange } from '../types.ts';

/** A message as HTTP writes it: what it opens with, and all that follows. */
export interface Text {
  start: string;
  rest: string;
}

export function requestText({ method, path, request }: Exchange): Text {
  return { start: `${method} ${path}`, rest: restOf(request) };
}

/** When no answer came, `start` says why. */
export function answerText({ response, error }: Exchange): Text {
  if (!response) return { start: `No answer: ${error ?? 'the connection ended'}`, rest: '' };
  return { start: String(response.status), rest: restOf(response) };
}

function restOf({ headers, body }: HttpMessage): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  return [...lines, ...(body === '' ? [] : ['', laidOut(body)])].join('\n');
}

/** Compact JSON with line breaks; anything that would not come out the same (doubled members, 1.0, spaces) as it is. */
function laidOut(body: string): string {
  try {
    const data: unknown = JSON.parse(body);
    return JSON.stringify(data) === body ? JSON.stringify(data, null, 2) : body;
  } catch {
    return body;
  }
}
