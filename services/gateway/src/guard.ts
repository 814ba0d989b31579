import type { IncomingMessage } from 'node:http';
import { Problem } from '@seeka/kit/problem';
import type { Authorizer } from './authorizer.ts';

/**
 * Lets a request through, or throws what it is told instead (RFC 6750 §3).
 * Problems: 401 without a valid token, 403 when the token does not reach so far, 503 when nobody can tell.
 */
export async function guard(authorizer: Authorizer | undefined, request: IncomingMessage, path: string): Promise<void> {
  const token = tokenOf(request.headers.authorization);
  if (token === undefined) throw refusal(401, 'This needs a token: log on at /login.');
  if (!authorizer) throw new Problem(503, 'No authorizer is in use here.');
  const { method = 'GET', headers } = request;
  const traceparent = String(headers.traceparent);
  const decision = await authorizer.decide({ token, method, path, traceparent });
  if (decision.allow) return;
  if (decision.reason === 'insufficient_scope') {
    throw refusal(403, 'The token does not reach so far.', 'insufficient_scope');
  }
  throw refusal(401, 'The token is not valid (any more).', 'invalid_token');
}

function tokenOf(header = ''): string | undefined {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1];
}

function refusal(status: number, detail: string, error?: string): Problem {
  const challenge = error ? `Bearer realm="seeka", error="${error}"` : 'Bearer realm="seeka"';
  return new Problem(status, detail, { headers: { 'WWW-Authenticate': challenge } });
}
