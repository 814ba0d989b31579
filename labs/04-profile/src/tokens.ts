import { Problem } from '@seeka/kit/problem';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Settings } from './settings.ts';

/** What a token must allow. */
const SCOPE = 'profile';

/** Access tokens of somebody else's making: judged by the public keys that they publish (RFC 9068). */
export class Tokens {
  readonly #keys: JWTVerifyGetKey;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#keys = keySet(settings.JWKS_URL);
  }

  /** Who has sent this `Authorization`. Problems: 401, 403, both with a challenge (RFC 6750 §3); 503 without a key set. */
  async subjectOf(authorization = ''): Promise<string> {
    throw new Problem(
      501,
      'TODO(4.1) Check signature, type, issuer, audience, subject, time (jwtVerify of jose), and scope.',
    );
  }
}

/** Fetches the key set when it is needed, and keeps it; a failure is not kept. */
function keySet(url: string): JWTVerifyGetKey {
  // TODO(4.1) A key set that hangs must not hold us, and without one nobody is right or wrong: 503.
  return createRemoteJWKSet(new URL(url));
}
