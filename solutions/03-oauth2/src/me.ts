import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type Request, type RequestHandler, Router } from 'express';
import { cookieOf, TOKEN } from './cookies.ts';
import type { Persons } from './persons.ts';
import { type AccessTokens, type Claims, SCOPE, scopesOf } from './tokens.ts';

export interface MeParts {
  tokens: AccessTokens;
  persons: Persons;
}

/** Who is logged on: a resource that a token protects. */
export function meRoutes(parts: MeParts): Router {
  const router = Router();
  router.route('/me').get(show(parts)).all(allowOnly('GET', 'HEAD'));
  return router;
}

function show({ tokens, persons }: MeParts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 3.4
    const { sub } = await admitted(tokens, request);
    const person = await persons.read(sub, request.get('traceparent'));
    if (person === undefined) throw new Problem(404, 'The person of this token is gone.');
    response.set('Cache-Control', 'no-store').type('json').send(person);
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.4) Show the person of the token, to whoever has a valid one with the scope profile.');
    // @lab:end
  };
}
// @lab:begin 3.4

/** The claims of the token that came. Problems: 401, 403, both with a challenge (RFC 6750 §3). */
async function admitted(tokens: AccessTokens, request: Request): Promise<Claims> {
  const token = tokenOf(request);
  if (token === undefined) throw challenge(401, 'This needs a token: log on at /login.');
  const claims = await tokens.verify(token);
  if (!claims) throw challenge(401, 'The token is not valid (any more).', 'invalid_token');
  if (!scopesOf(claims).includes(SCOPE)) {
    throw challenge(403, 'The token does not reach so far.', 'insufficient_scope');
  }
  return claims;
}

/** Of the header, or of the cookie when there is no header; never of the URL, which ends up in logs. */
function tokenOf(request: Request): string | undefined {
  const header = request.get('Authorization');
  if (header === undefined) return cookieOf(request, TOKEN);
  const [, token] = /^Bearer(?: +(.*))?$/i.exec(header.trim()) ?? [];
  return /^Bearer\b/i.test(header) ? (token ?? '') : undefined;
}

function challenge(status: number, detail: string, error?: string): Problem {
  const parts = ['realm="seeka"', ...(error ? [`error="${error}"`] : [])];
  return new Problem(status, detail, { headers: { 'WWW-Authenticate': `Bearer ${parts.join(', ')}` } });
}
// @lab:end
