import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { NotInstallable } from './errors.ts';

/** What a package takes once it is unpacked. */
export interface Unpacked {
  bytes: number;
  entries: number;
}

const BLOCK = 512;

/**
 * Measures without unpacking to anywhere.
 * @throws NotInstallable when it is more than this, or no gzip archive.
 */
export async function measure(tarball: Buffer, most: Unpacked): Promise<Unpacked> {
  if (tarball[0] !== 0x1f || tarball[1] !== 0x8b) throw new NotInstallable('is no gzip archive.');
  const counter = new Counter(most);
  const gunzip = createGunzip();
  try {
    await pipeline([tarball], gunzip, async (parts: AsyncIterable<Buffer>) => {
      for await (const part of parts) counter.add(part);
    });
  } catch (error) {
    if (error instanceof NotInstallable) throw error;
    throw new NotInstallable('is a damaged archive.', { cause: error });
  }
  return counter;
}

/** Follows a tar archive from header to header. */
class Counter implements Unpacked {
  bytes = 0;
  entries = 0;
  readonly #most: Unpacked;
  #header = Buffer.alloc(0);
  /** Bytes until the next header. */
  #skip = 0;

  constructor(most: Unpacked) {
    this.#most = most;
  }

  add(part: Buffer): void {
    this.bytes += part.length;
    this.#refuse();
    for (let at = 0; at < part.length; ) {
      const passed = Math.min(this.#skip, part.length - at);
      this.#skip -= passed;
      at += passed;
      if (this.#skip > 0 || at === part.length) return;
      const more = part.subarray(at, at + BLOCK - this.#header.length);
      this.#header = Buffer.concat([this.#header, more]);
      at += more.length;
      if (this.#header.length === BLOCK) this.#entry();
    }
  }

  /** The size stands in the header as an octal number; one of another form is longer than any package may be. */
  #entry(): void {
    const size = Number.parseInt(this.#header.toString('latin1', 124, 136).replaceAll('\0', ' ').trim() || '0', 8);
    const isEnd = this.#header.every((byte) => byte === 0);
    this.#header = Buffer.alloc(0);
    if (isEnd) return;
    if (!(size >= 0)) throw new NotInstallable('is a damaged archive.');
    this.entries += 1;
    this.#skip = Math.ceil(size / BLOCK) * BLOCK;
    this.#refuse();
  }

  #refuse(): void {
    const { bytes, entries } = this.#most;
    if (this.bytes > bytes)
      throw new NotInstallable(`is more than the ${megabytes(bytes)} MB that are left of all it may be.`);
    if (this.entries > entries) throw new NotInstallable('has more files than packages may have.');
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
