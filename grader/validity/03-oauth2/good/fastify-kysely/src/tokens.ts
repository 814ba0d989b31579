import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { exportJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Kysely } from 'kysely';
import type { Tables } from './database.ts';
import { privateKeyIn, type Settings } from './settings.ts';

export type ValidClaims = JWTPayload & { sub: string; exp: number };

/** Access tokens (RFC 9068), and which of them are dead. */
export class Tokens {
  readonly #settings: Settings;
  readonly #database: Kysely<Tables>;

  constructor(settings: Settings, database: Kysely<Tables>) {
    this.#settings = settings;
    this.#database = database;
  }

  async privateKey(): Promise<KeyObject> {
    if (this.#settings.signingKey) return this.#settings.signingKey;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const value = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const insert = this.#database.insertInto('secret').values({ name: 'signing key', value });
    await insert.onConflict((conflict) => conflict.doNothing()).execute();
    const row = await this.#database.selectFrom('secret').selectAll().executeTakeFirstOrThrow();
    return privateKeyIn(row.value) as KeyObject;
  }

  async keySet(): Promise<{ keys: object[] }> {
    const jwk = await exportJWK(createPublicKey(await this.privateKey()));
    return { keys: [{ ...jwk, kid: jwk.x, alg: 'ES256' }] };
  }

  async answer(sub: string): Promise<Record<string, unknown>> {
    const key = await this.privateKey();
    const { x: kid = '' } = await exportJWK(createPublicKey(key));
    const { publicUrl, audience, lifetime } = this.#settings;
    const access_token = await new SignJWT({ scope: 'profile', client_id: 'seeka' })
      .setProtectedHeader({ typ: 'at+jwt', alg: 'ES256', kid })
      .setIssuedAt()
      .setExpirationTime(`${lifetime}s`)
      .setJti(randomUUID())
      .setIssuer(publicUrl)
      .setAudience(audience)
      .setSubject(sub)
      .sign(key);
    return { access_token, scope: 'profile', expires_in: lifetime, token_type: 'Bearer' };
  }

  /** Undefined when the token is not valid. */
  async claims(token: string): Promise<ValidClaims | undefined> {
    const key = createPublicKey(await this.privateKey());
    const { publicUrl: issuer, audience } = this.#settings;
    const demands = { issuer, audience, typ: 'at+jwt', algorithms: ['ES256'], requiredClaims: ['sub', 'exp'] };
    const verified = await jwtVerify(token, key, { ...demands, clockTolerance: '5s' }).catch(() => undefined);
    if (!verified || !isCanonical(token)) return undefined;
    const dead = await this.#database
      .selectFrom('revoked')
      .where('token', '=', hashOf(token))
      .select('token')
      .executeTakeFirst();
    return dead ? undefined : (verified.payload as ValidClaims);
  }

  async revoke(token: string): Promise<void> {
    const claims = await this.claims(token);
    if (!claims) return;
    const row = { token: hashOf(token), until: new Date((claims.exp + 60) * 1_000) };
    await this.#database
      .insertInto('revoked')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await this.#database.deleteFrom('revoked').where('until', '<', new Date()).execute();
  }
}

/** Of all signatures that mean the same only one is taken: no spelling revives a dead token. */
function isCanonical(token: string): boolean {
  const signature = Buffer.from(token.split('.')[2] ?? '', 'base64url');
  return token.endsWith(`.${signature.toString('base64url')}`);
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
