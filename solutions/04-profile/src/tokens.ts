import { Problem } from '@seeka/kit/problem';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Settings } from './settings.ts';

/** What a token must allow. */
const SCOPE = 'profile';
// @lab:begin 4.1
/** Clocks differ. */
const LEEWAY_SECONDS = 5;
/** For the whole key set. */
const LIMIT_MS = 1_500;
const MOST_KNOWN = 1_000;
// @lab:end

/** Access tokens of somebody else's making: judged by the public keys that they publish (RFC 9068). */
export class Tokens {
  readonly #keys: JWTVerifyGetKey;
  readonly #settings: Settings;
  // @lab:begin 4.1
  /** Good tokens: a client sends the same one again and again, and a signature takes longer than the rest. */
  readonly #known = new Map<string, JWTPayload>();
  // @lab:end

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#keys = keySet(settings.JWKS_URL);
  }

  /** Who has sent this `Authorization`. Problems: 401, 403, both with a challenge (RFC 6750 §3); 503 without a key set. */
  async subjectOf(authorization = ''): Promise<string> {
    // @lab:begin 4.1
    const [, token] = /^Bearer +(\S+)\s*$/i.exec(authorization) ?? [];
    if (token === undefined) throw challenge(401, 'This needs a token.');
    const claims = await this.#verify(token);
    if (typeof claims?.sub !== 'string' || claims.sub === '') {
      throw challenge(401, 'The token is not valid (any more).', 'invalid_token');
    }
    if (!scopesOf(claims).includes(SCOPE)) {
      throw challenge(403, 'The token does not reach so far.', 'insufficient_scope');
    }
    return claims.sub;
    // @lab:starter
    //| throw new Problem(501, 'TODO(4.1) Check signature, type, issuer, audience, subject, time (jwtVerify of jose), and scope.');
    // @lab:end
  }
  // @lab:begin 4.1

  /** Undefined for what is no valid token. */
  async #verify(token: string): Promise<JWTPayload | undefined> {
    const { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience } = this.#settings;
    // What is not said here would be taken from the token, which is to say from whoever has made it (RFC 8725 §3.1).
    const demands = { algorithms: ['RS256', 'ES256'], typ: 'at+jwt', issuer, audience, requiredClaims: ['exp', 'sub'] };
    const known = this.#known.get(token);
    if (known && Date.now() / 1_000 < Number(known.exp) + LEEWAY_SECONDS) return known;
    try {
      const { payload } = await jwtVerify(token, this.#keys, { ...demands, clockTolerance: LEEWAY_SECONDS });
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      this.#known.set(token, payload);
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }
  // @lab:end
}

/** Fetches the key set when it is needed, and keeps it; a failure is not kept. */
function keySet(url: string): JWTVerifyGetKey {
  // @lab:begin 4.1
  const remote = createRemoteJWKSet(new URL(url), { timeoutDuration: LIMIT_MS });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (cause) {
      const kept = remote.jwks();
      if (kept !== undefined) return createLocalJWKSet(kept)(header, token);
      const headers = { 'Retry-After': '1' };
      throw new Problem(503, 'Tokens cannot be judged at the moment.', { code: 'keys-unavailable', headers, cause });
    }
  };
  // @lab:starter
  //| // TODO(4.1) A key set that hangs must not hold us, and without one nobody is right or wrong: 503.
  //| return createRemoteJWKSet(new URL(url));
  // @lab:end
}
// @lab:begin 4.1

/** The words of a scope (RFC 6749 §3.3). */
function scopesOf({ scope }: JWTPayload): string[] {
  return typeof scope === 'string' ? scope.split(' ') : [];
}

function challenge(status: number, detail: string, error?: string): Problem {
  const parts = ['realm="seeka"', ...(error ? [`error="${error}"`] : [])];
  return new Problem(status, detail, { headers: { 'WWW-Authenticate': `Bearer ${parts.join(', ')}` } });
}
// @lab:end
