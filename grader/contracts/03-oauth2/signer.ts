import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';

/** How a token differs from a valid one; undefined takes a claim away. */
export interface Different {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  /** Instead of the service's own. */
  key?: KeyObject | Uint8Array;
  alg?: string;
}

/** Makes tokens as the service makes them (RFC 9068), and such as it must not take. */
export interface Signer {
  readonly issuer: string;
  /** PKCS#8, as SIGNING_KEY has it. */
  readonly pem: string;
  /** Of the service's key. */
  readonly publicKey: KeyObject;
  token(sub: string, different?: Different): Promise<string>;
}

export async function makeSigner({ issuer, audience }: { issuer: string; audience: string }): Promise<Signer> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    issuer,
    pem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicKey,
    token(sub, { claims = {}, header = {}, key = privateKey, alg = 'ES256' } = {}) {
      const now = Math.floor(Date.now() / 1_000);
      const usual = { iss: issuer, aud: audience, sub, client_id: 'seeka', scope: 'profile' };
      const payload = { ...usual, iat: now, exp: now + 600, jti: randomUUID(), ...claims };
      const present = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
      return new SignJWT(present).setProtectedHeader({ alg, typ: 'at+jwt', ...header }).sign(key);
    },
  };
}

/** The service's own public key, as another algorithm would take it for a secret (RFC 8725 §2.1). */
export function asSecret(publicKey: KeyObject): Uint8Array {
  return new TextEncoder().encode(String(publicKey.export({ type: 'spki', format: 'pem' })));
}

export function otherKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** `alg: none` (RFC 8725 §2.1): the claims of a token, and no signature. */
export function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
  return `${header}.${token.split('.')[1]}.`;
}

/** What a token says; empty when it is none. */
export function partsOf(token: unknown): { header: Record<string, unknown>; claims: Record<string, unknown> } {
  const [header, claims] = String(token).split('.').map(decoded);
  return { header: header ?? {}, claims: claims ?? {} };
}

function decoded(part: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(part, 'base64url').toString()));
  } catch {
    return {};
  }
}
