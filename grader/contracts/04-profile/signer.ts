import { generateKeyPair, type JsonWebKey, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { SignJWT } from 'jose';

/** How a token differs from a valid one; undefined takes a claim away. */
export interface Different {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  /** Instead of the issuer's own. */
  key?: KeyObject | Uint8Array;
  alg?: string;
}

/** The issuer of tokens (RFC 9068), with a key of each kind. */
export interface Signer {
  readonly issuer: string;
  readonly audience: string;
  /** Public members alone (RFC 7517). */
  readonly keys: JsonWebKey[];
  /** Of ES256. */
  readonly publicKey: KeyObject;
  token(sub: string, different?: Different): Promise<string>;
}

export async function makeSigner(issuer: string, audience: string): Promise<Signer> {
  const [ec, rsa] = await Promise.all([ecKeys('P-256'), rsaKeys()]);
  const keys = { ES256: ec.privateKey, RS256: rsa.privateKey, RS512: rsa.privateKey };
  return {
    issuer,
    audience,
    keys: [jwkOf(ec.publicKey, 'ES256'), jwkOf(rsa.publicKey, 'RS256')],
    publicKey: ec.publicKey,
    token(sub, { claims = {}, header = {}, alg = 'ES256', key = keys[alg as keyof typeof keys] } = {}) {
      const now = Math.floor(Date.now() / 1_000);
      const usual = { iss: issuer, aud: audience, sub, client_id: 'seeka', scope: 'profile' };
      const payload = { ...usual, iat: now, exp: now + 600, jti: randomUUID(), ...claims };
      const present = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
      return new SignJWT(present).setProtectedHeader({ alg, typ: 'at+jwt', kid: kidOf(alg), ...header }).sign(key);
    },
  };
}

export function jwkOf(key: KeyObject, alg: string): JsonWebKey {
  return { ...key.export({ format: 'jwk' }), alg, use: 'sig', kid: kidOf(alg) };
}

export function ecKeys(namedCurve: string) {
  return promisify(generateKeyPair)('ec', { namedCurve });
}

function rsaKeys() {
  return promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
}

function kidOf(alg: string): string {
  return `key-of-${alg}`;
}
