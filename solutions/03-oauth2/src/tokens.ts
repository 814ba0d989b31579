import { randomUUID } from 'node:crypto';
// @lab:begin 3.5
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
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
    // @lab:begin 3.3
    const { PUBLIC_URL, TOKEN_AUDIENCE, TOKEN_TTL_SECONDS: lifetime } = this.#settings;
    const keys = await this.#keys();
    const now = Math.floor(Date.now() / 1_000);
    const token = await new SignJWT({ client_id: CLIENT, scope })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keys.jwk.kid })
      .setIssuer(PUBLIC_URL)
      .setAudience(TOKEN_AUDIENCE)
      .setSubject(sub)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime)
      .setJti(randomUUID())
      .sign(keys.private);
    return { access_token: token, token_type: 'Bearer', expires_in: lifetime, scope };
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.3) Sign a token with the claims of RFC 9068 §2.2.');
    // @lab:end
  }

  /** The claims of a valid token; undefined for any other text. */
  async verify(token: string): Promise<Claims | undefined> {
    // @lab:begin 3.4
    const claims = await this.#signed(token);
    // @lab:begin 3.5
    if (claims && (await this.#revocations.has(token))) return undefined;
    // @lab:end
    return claims;
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.4) Check signature, type, issuer, audience, subject and time (jwtVerify of jose).');
    // @lab:end
  }

  /** From now on it is dead, everywhere. What is no valid token stays what it is. */
  async revoke(token: string): Promise<void> {
    // @lab:begin 3.5
    const claims = await this.verify(token);
    if (claims) await this.#revocations.add(token, claims.exp + LEEWAY_SECONDS);
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.5) Remember it until it would have ended by itself.');
    // @lab:end
  }
  // @lab:begin 3.4

  async #signed(token: string): Promise<Claims | undefined> {
    const { PUBLIC_URL: issuer, TOKEN_AUDIENCE: audience } = this.#settings;
    const keys = await this.#keys();
    try {
      // The algorithm is ours to say: what the header says is the word of whoever made the token (RFC 8725 §3.1).
      const demands = { algorithms: [ALGORITHM], typ: TYPE, issuer, audience, requiredClaims: ['exp', 'sub'] };
      const { payload } = await jwtVerify(token, keys.public, { ...demands, clockTolerance: LEEWAY_SECONDS });
      return typeof payload.sub === 'string' && payload.sub !== '' ? (payload as Claims) : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }
  // @lab:end
}

/** The words of a scope (RFC 6749 §3.3). */
export function scopesOf({ scope }: JWTPayload): string[] {
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
}
