import { createHash } from 'node:crypto';

/** What the bytes of a file must be. */
export interface Digest {
  algorithm: string;
  hex: string;
}

const STRONGEST_FIRST = ['sha512', 'sha384', 'sha256', 'sha1'];

/** The strongest digest that a registry gives for a tarball. */
export function digestOfDist({ integrity, shasum }: { integrity?: unknown; shasum?: unknown }): Digest | undefined {
  const given = typeof integrity === 'string' ? integrity.trim().split(/\s+/) : [];
  for (const algorithm of STRONGEST_FIRST) {
    const found = given.find((one) => one.startsWith(`${algorithm}-`));
    const base64 = found?.slice(algorithm.length + 1).replace(/\?.*$/, '');
    if (base64) return { algorithm, hex: Buffer.from(base64, 'base64').toString('hex') };
  }
  return typeof shasum === 'string' && /^[0-9a-f]{40}$/i.test(shasum)
    ? { algorithm: 'sha1', hex: shasum.toLowerCase() }
    : undefined;
}

/** Whether these are the bytes. */
export function matches({ algorithm, hex }: Digest, bytes: Uint8Array): boolean {
  return createHash(algorithm).update(bytes).digest('hex') === hex;
}
