import type { RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** Stands last at a path: answers `OPTIONS`, and refuses every method that the path does not have (RFC 9110 §15.5.6). */
export function allowOnly(...methods: string[]): RequestHandler {
  const headers = { Allow: [...methods, 'OPTIONS'].join(', ') };
  return ({ method }, response) => {
    if (method !== 'OPTIONS') throw new Problem(405, `There is no ${method} here.`, { headers });
    response.status(204).set(headers).end();
  };
}
