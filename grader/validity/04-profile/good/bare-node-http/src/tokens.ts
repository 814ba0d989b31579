import { decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';
import { away, Refusal } from './exchange.ts';
import { send } from './http.ts';
import type { Settings } from './settings.ts';

/** A key set is asked for anew when it is as old as this. */
const KEPT_MS = 600_000;

type Keys = Pick<Settings, 'jwksUrl' | 'issuer' | 'audience'>;

/** Judges access tokens (RFC 9068) by the key set alone. */
export class Tokens {
  readonly #settings: Keys;
  #keys: JWK[] | undefined;
  #fetched = 0;
  #fetching: Promise<JWK[]> | undefined;

  constructor(settings: Keys) {
    this.#settings = settings;
  }

  /** The token's `sub`. Refusals: 401, 403, 503. */
  async subOf(authorization: string | undefined): Promise<string> {
    if (authorization === undefined) throw challenge(401, 'Send a token.');
    const [, token = ''] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
    const { kid, alg } = headerOf(token);
    const fitting = (await this.#keySet()).filter((key) => fits(key, alg));
    // The key that the token names is the likeliest; any of ours will do.
    fitting.sort((a, b) => Number(b.kid === kid) - Number(a.kid === kid));
    for (const key of fitting) {
      const claims = await this.#verified(token, key, alg);
      if (claims) return subIn(claims);
    }
    throw challenge(401, 'The token is not valid.', 'invalid_token');
  }

  async #verified(token: string, { kty, n, e, crv, x, y }: JWK, alg: string): Promise<JWTPayload | undefined> {
    const { issuer, audience } = this.#settings;
    const limits = { algorithms: [alg], typ: 'at+jwt', clockTolerance: 5, requiredClaims: ['exp', 'sub'] };
    try {
      const key = await importJWK({ kty, n, e, crv, x, y } as JWK, alg);
      return (await jwtVerify(token, key, { issuer, audience, ...limits })).payload;
    } catch {
      return undefined;
    }
  }

  async #keySet(): Promise<JWK[]> {
    if (this.#keys && performance.now() - this.#fetched < KEPT_MS) return this.#keys;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<JWK[]> {
    const reply = await send({ method: 'GET', url: this.#settings.jwksUrl });
    const { keys } = Object(typeof reply === 'string' || reply.status !== 200 ? {} : reply.value) as { keys?: unknown };
    if (Array.isArray(keys)) {
      this.#keys = keys.filter((key) => typeof key === 'object' && key !== null);
      this.#fetched = performance.now();
    }
    // An old one is better than none.
    if (!this.#keys) throw away('The keys of the tokens are away.');
    return this.#keys;
  }
}

function headerOf(token: string): { kid: unknown; alg: string } {
  try {
    const { kid, alg } = decodeProtectedHeader(token);
    return { kid, alg: String(alg) };
  } catch {
    throw challenge(401, 'That is no token.', 'invalid_token');
  }
}

const kinds: Record<string, Partial<JWK>> = { RS256: { kty: 'RSA' }, ES256: { kty: 'EC', crv: 'P-256' } };

function fits(key: JWK, alg: string): boolean {
  const kind = Object.hasOwn(kinds, alg) ? kinds[alg] : undefined;
  const isKind = kind !== undefined && key.kty === kind.kty && (kind.crv === undefined || key.crv === kind.crv);
  return isKind && (key.alg ?? alg) === alg && (key.use ?? 'sig') === 'sig';
}

function subIn({ sub, scope }: JWTPayload): string {
  if (typeof sub !== 'string' || sub === '') throw challenge(401, 'The token is not valid.', 'invalid_token');
  const scopes = typeof scope === 'string' ? scope.split(' ') : [];
  if (!scopes.includes('profile')) throw challenge(403, 'The token does not open this.', 'insufficient_scope');
  return sub;
}

function challenge(status: number, detail: string, error?: string): Refusal {
  const value = `Bearer realm="profiles"${error ? `, error="${error}"` : ''}`;
  return new Refusal(status, detail, { headers: { 'www-authenticate': value } });
}
