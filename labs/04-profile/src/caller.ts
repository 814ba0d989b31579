import type { RequestHandler, Response } from 'express';
import type { Ask } from './patience.ts';
import type { Tokens } from './tokens.ts';

/** Whoever has sent a request. */
export interface Caller {
  sub: string;
  ask: Ask;
}

// A client has its answer within 4 s: what remains is ours, and the network's.
const PATIENCE_MS = 3_700;

/** Lets a request through when its token is good. Problems: 401, 403, 503. */
export function admit(tokens: Tokens): RequestHandler {
  return async (request, response, next) => {
    const until = performance.now() + PATIENCE_MS;
    const authorization = request.get('Authorization');
    const caller: Caller = {
      sub: await tokens.subjectOf(authorization),
      ask: { traceparent: traceOf(request.get('traceparent')), authorization, until },
    };
    response.locals.caller = caller;
    next();
  };
}

/** Whom `admit` has let through. */
export function callerOf({ locals }: Response): Caller {
  return locals.caller as Caller;
}

/** One trace for all calls of a request, also when it brought none. */
function traceOf(incoming: string | undefined): string | undefined {
  // TODO(4.6) All calls made for a request belong to one trace; without a valid one a new one begins here.
  return incoming;
}
