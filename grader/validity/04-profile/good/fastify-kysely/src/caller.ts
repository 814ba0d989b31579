import type { FastifyRequest } from 'fastify';
import { compactVerify, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Journey } from './calls.ts';
import { HttpProblem, SOON } from './problem.ts';
import type { Settings } from './settings.ts';
import { traceIdIn } from './trace.ts';

// A client has its answer within 4 s; the rest is for a machine that is busy.
const PATIENCE_MS = 3_800;
const LEEWAY_S = 5;
const algorithms = ['RS256', 'ES256'];

/** Who asks, and the journey of what is asked for. */
export interface Caller {
  sub: string;
  /** The subject as text that PostgreSQL can keep, whatever is in it. */
  principal: string;
  journey: Journey;
}

type Claims = Record<'iss' | 'aud' | 'exp' | 'sub' | 'scope', unknown>;

const callers = new WeakMap<FastifyRequest, Caller>();

/** Of a request that `authenticate` has let through. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('This route does not authenticate.');
  return caller;
}

/** The hook that stands before every operation. Problems: 401, 403, 503. */
export function authenticator(settings: Settings): (request: FastifyRequest) => Promise<void> {
  const keys = keySet(new URL(settings.JWKS_URL));
  return async (request) => {
    const until = performance.now() + PATIENCE_MS;
    const { authorization, traceparent } = request.headers;
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw denied(401);
    const claims = await verified(token, keys);
    if (!claims || !isForUs(claims, settings)) throw denied(401, 'invalid_token');
    if (!wordsOf(claims.scope).includes('profile')) throw denied(403, 'insufficient_scope');
    const { sub } = claims;
    const journey = { trace: traceIdIn(traceparent?.toString()), authorization, until };
    callers.set(request, { sub, principal: JSON.stringify(sub), journey });
  };
}

/** Keys once had are kept, whatever becomes of their place; an unknown `kid` is looked for again now and then. */
function keySet(url: URL): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(url, { timeoutDuration: 1_500, cacheMaxAge: Number.POSITIVE_INFINITY });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (remote.jwks()) throw error;
      console.log(`The key set is away: ${error}`);
      throw new HttpProblem(503, 'The keys for tokens cannot be had.', { headers: SOON });
    }
  };
}

/** The claims of a token that is signed by one of the keys. Problem: 503. */
async function verified(token: string, keys: JWTVerifyGetKey): Promise<Claims | undefined> {
  try {
    const { payload, protectedHeader } = await signed(token, keys);
    if (!/^(application\/)?at\+jwt$/i.test(protectedHeader.typ ?? '')) return undefined;
    return JSON.parse(new TextDecoder().decode(payload)) ?? undefined;
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    return undefined;
  }
}

/** A token may leave out which of several keys it was signed with. */
async function signed(token: string, keys: JWTVerifyGetKey) {
  try {
    return await compactVerify(token, keys, { algorithms });
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const result = await compactVerify(token, key, { algorithms }).catch(() => undefined);
      if (result) return result;
    }
    throw error;
  }
}

/** By hand, as nothing else is asked of a token. */
function isForUs(claims: Claims, settings: Settings): claims is Claims & { sub: string } {
  const { iss, aud, exp, sub } = claims;
  const audience: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (iss !== settings.TOKEN_ISSUER || !audience.includes(settings.TOKEN_AUDIENCE)) return false;
  return typeof sub === 'string' && sub !== '' && typeof exp === 'number' && exp >= Date.now() / 1_000 - LEEWAY_S;
}

function denied(status: number, error?: string): HttpProblem {
  const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}"`;
  return new HttpProblem(status, 'This token does not do.', { headers: { 'www-authenticate': challenge } });
}

function wordsOf(scope: unknown): string[] {
  return typeof scope === 'string' ? scope.split(' ') : [];
}
