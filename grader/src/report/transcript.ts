import type { Exchange, HttpMessage } from '../types.ts';

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
  return [...lines, ...(body === '' ? [] : ['', body])].join('\n');
}
