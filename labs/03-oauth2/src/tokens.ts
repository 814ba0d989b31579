import { randomUUID } from 'node:crypto';
import { Problem } from '@seeka/kit/problem';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { ALGORITHM, type Keys } from './keys.ts';
import type { Revocations } from './revocations.ts';
import type { Settings } from './settings.ts';

/** What every log-on grants. */
export const SCOPE = 'profile';
const CLIENT = 'seeka';
const TYPE = 'at+jwt';
/** Clocks differ. */
const LEEWAY_SECONDS = 5;

/** RFC 6749 §5.1. */
export interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scope: string;
  refresh_token?: string;
}

/** The claims of a token that is valid. */
export interface Claims extends JWTPayload {
  sub: string;
  exp: number;
}

/** Access tokens: JWTs that whoever has our public key can check (RFC 9068). */
export class AccessTokens {
  readonly #keys: () => Promise<Keys>;
  readonly #settings: Settings;
  readonly #revocations: Revocations;

  constructor(keys: () => Promise<Keys>, settings: Settings, revocations: Revocations) {
    this.#keys = keys;
    this.#settings = settings;
    this.#revocations = revocations;
  }

  async issue(sub: string, scope: string): Promise<TokenAnswer> {
    throw new Problem(501, 'TODO(3.3) Sign a token with the claims of RFC 9068 §2.2.');
  }

  /** The claims of a valid token; undefined for any other text. */
  async verify(token: string): Promise<Claims | undefined> {
    throw new Problem(501, 'TODO(3.4) Check signature, type, issuer, audience, subject and time (jwtVerify of jose).');
  }

  /** From now on it is dead, everywhere. What is no valid token stays what it is. */
  async revoke(token: string): Promise<void> {
    throw new Problem(501, 'TODO(3.5) Remember it until it would have ended by itself.');
  }
}

/** The words of a scope (RFC 6749 §3.3). */
export function scopesOf({ scope }: JWTPayload): string[] {
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
}
