import { existsSync } from 'node:fs';
import { link, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { EvidenceError } from './errors.ts';

export interface SigningKey {
  /** The public key's thumbprint (RFC 7638). */
  kid: string;
  privateKey: CryptoKey;
  publicKey: JWK;
}

const SIGNING_KEY = 'signing.jwk';
const PUBLIC = 'public';
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS']);

/**
 * The key that signs reports, and its public half kept in `public/` of the folder, where those of earlier keys stay.
 * Without a file of its own the key is `signing.jwk` of the folder, made at first use; whoever removes it gets a new one.
 * @throws EvidenceError when others can read the file, or it holds no key.
 */
export async function openSigningKey(folder: string, file?: string): Promise<SigningKey> {
  const path = file ?? join(folder, SIGNING_KEY);
  if (!file) await makeOnce(folder, SIGNING_KEY, newKey);
  const key = await signingKeyOf(await readSecret(path), path);
  await keep(folder, key);
  return key;
}

/** The key for nonces, made at first use; it never leaves the folder. @throws EvidenceError when others can read it. */
export async function openNonceKey(folder: string): Promise<string> {
  await makeOnce(folder, 'nonce', async () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex'));
  return (await readSecret(join(folder, 'nonce'))).trim();
}

/** All public keys kept in a folder, those of earlier signing keys too. @throws EvidenceError when one is none. */
export async function publicKeysIn(folder: string): Promise<JWK[]> {
  const names = await readdir(join(folder, PUBLIC)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.jwk')).map((name) => join(folder, PUBLIC, name));
  return Promise.all(files.sort().map(async (file) => publicKeyOf(await readFile(file, 'utf8'), file)));
}

async function publicKeyOf(text: string, file: string): Promise<JWK> {
  const { kty, crv, x } = parsed(text, file);
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') throw noKey(file);
  // The name is worked out, not believed.
  return { kty, crv, x, kid: await calculateJwkThumbprint({ kty, crv, x }), alg: 'EdDSA', use: 'sig' };
}

async function newKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return JSON.stringify(await exportJWK(privateKey));
}

/** Links a finished file into its place: of several processes that begin at once, all get the first one's. */
async function makeOnce(folder: string, name: string, make: () => Promise<string>): Promise<void> {
  const path = join(folder, name);
  if (existsSync(path)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = await mkdtemp(join(folder, 'draft-'));
  try {
    await writeFile(join(draft, name), `${await make()}\n`, { mode: 0o600 });
    await link(join(draft, name), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { recursive: true });
  }
}

/** A file that nobody else can read; what was looked at is what is read. @throws EvidenceError when others can. */
export async function readSecret(path: string): Promise<string> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new EvidenceError('key', `The key file ${path} cannot be opened (${error.code}).`);
  });
  try {
    const mode = (await file.stat()).mode & 0o777;
    if (mode & 0o077) {
      const shown = mode.toString(8);
      throw new EvidenceError('key', `Others can read the key file ${path} (mode ${shown}). Run: chmod 600 ${path}`);
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

async function signingKeyOf(text: string, path: string): Promise<SigningKey> {
  const publicKey = await publicKeyOf(text, path);
  const { kty, crv, x, d } = parsed(text, path);
  const privateKey = await importJWK({ kty, crv, x, d } as JWK, 'EdDSA').catch(() => undefined);
  if (!d || !privateKey || privateKey instanceof Uint8Array) throw noKey(path);
  return { kid: publicKey.kid ?? '', privateKey, publicKey };
}

function parsed(text: string, file: string): JWK {
  try {
    return Object(JSON.parse(text)) as JWK;
  } catch {
    throw noKey(file);
  }
}

function noKey(file: string): EvidenceError {
  const wanted = 'an Ed25519 key as a JWK (kty "OKP", crv "Ed25519")';
  return new EvidenceError('key', `${file} does not hold ${wanted}. Put the right file there, or remove it.`);
}

/** Some keep the key where nobody writes: then they keep its public half elsewhere. */
async function keep(folder: string, { kid, publicKey }: SigningKey): Promise<void> {
  const name = `${kid}.jwk`;
  try {
    await makeOnce(join(folder, PUBLIC), name, async () => JSON.stringify(publicKey, null, 2));
  } catch (error) {
    if (!UNWRITABLE.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
