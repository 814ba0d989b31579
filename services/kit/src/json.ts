import { MIMEType } from 'node:util';
import express, { type RequestHandler, Router } from 'express';
import { Problem } from './problem.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body in UTF-8 of at most 100 kB into `request.body`; for the routes that need one.
 * Problems: 415 another media type, 413 too large, 400 empty, malformed, or not UTF-8.
 */
export function jsonBody(mediaType = 'application/json'): RequestHandler {
  const read = express.raw({ type: () => true, limit: '100kb' });
  const parse: RequestHandler = (request, _response, next) => {
    request.body = parseJson(request.body);
    next();
  };
  return Router().use(requireType(mediaType), read, parse);
}

function requireType(mediaType: string): RequestHandler {
  return (request, _response, next) => {
    if (!isType(request.get('Content-Type'), mediaType)) throw new Problem(415, `The body must be ${mediaType}.`);
    next();
  };
}

function isType(header: string | undefined, mediaType: string): boolean {
  try {
    const { essence, params } = new MIMEType(header ?? '');
    return essence === mediaType && (params.get('charset') ?? 'utf-8').toLowerCase() === 'utf-8';
  } catch {
    return false;
  }
}

function parseJson(body: unknown): unknown {
  // Without a body, express.raw leaves no Buffer.
  if (!Buffer.isBuffer(body) || body.length === 0) throw new Problem(400, 'The body is empty.');
  try {
    return JSON.parse(utf8.decode(body));
  } catch (cause) {
    throw new Problem(400, 'The body is not JSON in UTF-8.', { cause });
  }
}
