import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import type { Knex } from 'knex';
import { keyIn } from './settings.ts';

/** The pair that tokens are signed with, and checked with. */
export interface Keys {
  private: KeyObject;
  public: KeyObject;
  /** Public members only, as the JWKS shows it (RFC 7517). */
  jwk: JWK & { kid: string };
}

export const ALGORITHM = 'ES256';

/** Reads the key when it is needed for the first time; without a setting it is the database's. */
export function keyring(setting: KeyObject | null, knex: Knex): () => Promise<Keys> {
  let keys: Promise<Keys> | undefined;
  return () => {
    keys ??= (setting ? pairOf(setting) : stored(knex).then(pairOf)).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
}

async function pairOf(key: KeyObject): Promise<Keys> {
  const publicKey = createPublicKey(key);
  const jwk = await exportJWK(publicKey);
  // RFC 7638: the same key has the same id everywhere.
  const kid = await calculateJwkThumbprint(jwk);
  return { private: key, public: publicKey, jwk: { ...jwk, kid, use: 'sig', alg: ALGORITHM } };
}

/** Of instances that start together, one stores its key, and all use that one. */
async function stored(knex: Knex): Promise<KeyObject> {
  // TODO(3.3) A key that is made at each start makes every token of before invalid. The table signing_keys keeps one.
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}
