import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import type { Query } from './database.ts';
import { keyIn, type Settings } from './settings.ts';

export type Claims = Record<string, unknown> & { sub: string; exp: number };

/** Writes and reads access tokens (RFC 9068), signed by ES256. */
export class Tokens {
  readonly #settings: Settings;
  readonly #query: Query;
  #key: Promise<KeyObject> | undefined;

  constructor(settings: Settings, query: Query) {
    this.#settings = settings;
    this.#query = query;
  }

  async jwks(): Promise<object> {
    const key = createPublicKey(await this.#signingKey());
    const jwk = key.export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: kidOf(key), alg: 'ES256', use: 'sig' }] };
  }

  async issue(sub: string, scope: string): Promise<Record<string, unknown>> {
    const { publicUrl: iss, audience: aud, ttl } = this.#settings;
    const key = await this.#signingKey();
    const iat = Math.floor(Date.now() / 1_000);
    const header = { alg: 'ES256', typ: 'at+jwt', kid: kidOf(createPublicKey(key)) };
    const claims = { iss, aud, sub, scope, client_id: 'seeka', iat, exp: iat + ttl, jti: randomUUID() };
    const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    return { token_type: 'bearer', access_token: `${signed}.${signature}`, expires_in: ttl, scope };
  }

  /** The claims of a valid token. */
  async claims(token: string): Promise<Claims | undefined> {
    const { publicUrl, audience } = this.#settings;
    const [head, body, signature, ...more] = token.split('.');
    if (!head || !body || !signature || more.length > 0) return undefined;
    const header = parsed(head);
    const claims = parsed(body);
    const key = { key: createPublicKey(await this.#signingKey()), dsaEncoding: 'ieee-p1363' } as const;
    const good =
      header.alg === 'ES256' &&
      String(header.typ).toLowerCase() === 'at+jwt' &&
      header.crit === undefined &&
      verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')) &&
      claims.iss === publicUrl &&
      [claims.aud].flat().includes(audience) &&
      typeof claims.sub === 'string' &&
      typeof claims.exp === 'number' &&
      claims.exp + 5 > Date.now() / 1_000;
    if (!good) return undefined;
    const [dead] = await this.#query('select from dead_tokens where id = $1', [idOf(token, claims)]);
    return dead ? undefined : (claims as Claims);
  }

  async kill(token: string): Promise<void> {
    const claims = await this.claims(token);
    if (!claims) return;
    await this.#query('insert into dead_tokens values ($1, to_timestamp($2)) on conflict do nothing', [
      idOf(token, claims),
      claims.exp + 10,
    ]);
    await this.#query('delete from dead_tokens where "until" < now()');
  }

  #signingKey(): Promise<KeyObject> {
    this.#key ??= this.#settings.key ? Promise.resolve(this.#settings.key) : this.#keptKey();
    this.#key.catch(() => {
      this.#key = undefined;
    });
    return this.#key;
  }

  async #keptKey(): Promise<KeyObject> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    await this.#query(
      'insert into signing_key (pem) select $1 where not exists (select from signing_key) on conflict do nothing',
      [pem],
    );
    const [row] = await this.#query<{ pem: string }>('select pem from signing_key');
    return keyIn(row?.pem ?? '') as KeyObject;
  }
}

/** A jti may be used by a forger, but only a valid token gets here. */
function idOf(token: string, { jti }: Record<string, unknown>): string {
  return typeof jti === 'string'
    ? jti
    : createHash('sha256')
        .update(token.slice(0, token.lastIndexOf('.')))
        .digest('hex');
}

function kidOf(key: KeyObject): string {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function parsed(part: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(part, 'base64url').toString()));
  } catch {
    return {};
  }
}
