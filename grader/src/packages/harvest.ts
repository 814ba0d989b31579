import { chmod, copyFile, lstat, mkdir, opendir, readlink, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Bounds } from './bounds.ts';
import { NotInstallable } from './errors.ts';

/**
 * Copies what npm has installed to where no submission can write: plain files and folders, and links among them. All can be
 * read by everybody, as packages in a registry can.
 */
export async function harvest(from: string, to: string, bounds: Bounds): Promise<void> {
  await new Harvest(resolve(from), bounds).folder(from, to);
}

class Harvest {
  readonly #root: string;
  readonly #bounds: Bounds;
  #entries = 0;
  #bytes = 0;

  constructor(root: string, bounds: Bounds) {
    this.#root = root;
    this.#bounds = bounds;
  }

  async folder(from: string, to: string): Promise<void> {
    await mkdir(to);
    await chmod(to, 0o755);
    for await (const { name } of await opendir(from)) await this.#entry(join(from, name), join(to, name));
  }

  async #entry(from: string, to: string): Promise<void> {
    const found = await lstat(from);
    this.#count(found.isFile() ? found.size : 0);
    if (found.isDirectory()) return this.folder(from, to);
    if (found.isSymbolicLink()) return this.#link(from, to);
    if (!found.isFile()) return;
    await copyFile(from, to);
    await chmod(to, found.mode & 0o111 ? 0o755 : 0o644);
  }

  /** npm makes them for programs of packages, and never to the outside. */
  async #link(from: string, to: string): Promise<void> {
    const target = resolve(dirname(from), await readlink(from));
    if (`${target}${sep}`.startsWith(`${this.#root}${sep}`)) await symlink(relative(dirname(from), target), to);
  }

  #count(bytes: number): void {
    this.#entries += 1;
    this.#bytes += bytes;
    const { entries, unpackedMegabytes } = this.#bounds;
    if (this.#entries <= entries && this.#bytes <= unpackedMegabytes * 2 ** 20) return;
    throw new NotInstallable(`They are more than ${unpackedMegabytes} MB or ${entries} files.`);
  }
}
