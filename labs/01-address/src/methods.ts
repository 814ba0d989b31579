import { Problem } from '@seeka/kit/problem';
import type { RequestHandler } from 'express';

/** Stands last at a path: answers `OPTIONS`, and refuses every method that the path does not have (RFC 9110 §15.5.6). */
export function allowOnly(...methods: string[]): RequestHandler {
  // TODO(1.4) Tell which methods there are.
  return (_request, _response, next) => next();
}
