import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Digest, matches } from './integrity.ts';

/** What a registry has said, and how long ago. */
export interface Kept {
  text: string;
  ageMs: number;
}

/**
 * What has come from registries, on disk. Several processes may use it at once: a file has its name when it is whole, and
 * one whose bytes are not what they should be counts as absent.
 */
export class Store {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async tarball(digest: Digest): Promise<Buffer | undefined> {
    const path = this.#tarball(digest);
    const bytes = await readFile(path).catch(whenAbsent);
    if (!bytes || matches(digest, bytes)) return bytes;
    await rm(path, { force: true });
    return undefined;
  }

  keepTarball(digest: Digest, bytes: Buffer): Promise<void> {
    return write(this.#tarball(digest), bytes);
  }

  async metadata(url: string): Promise<Kept | undefined> {
    const path = this.#metadata(url);
    const whole = await readFile(path, 'utf8').catch(whenAbsent);
    const text = whole?.slice(SHA256_CHARACTERS + 1);
    if (whole === undefined || text === undefined || sha256(text) !== whole.slice(0, SHA256_CHARACTERS))
      return undefined;
    const found = await stat(path).catch(whenAbsent);
    return found && { text, ageMs: Date.now() - found.mtimeMs };
  }

  /** The first line is the digest of the rest. */
  keepMetadata(url: string, text: string): Promise<void> {
    return write(this.#metadata(url), `${sha256(text)}\n${text}`);
  }

  #tarball({ algorithm, hex }: Digest): string {
    return join(this.#folder, 'tarballs', `${algorithm}-${hex}.tgz`);
  }

  #metadata(url: string): string {
    return join(this.#folder, 'metadata', sha256(url));
  }
}

const SHA256_CHARACTERS = 64;

async function write(path: string, content: Buffer | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.new`;
  try {
    await writeFile(draft, content);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

function whenAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
