import { chmod, copyFile, lstat, mkdir, opendir, readlink, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { NotStarted, UnreadableSubmission } from './errors.ts';
import type { Limits } from './limits.ts';

/** Names of folders that are no part of what is handed in. */
export const LEFT_OUT = new Set(['node_modules', '.git', '.seeka']);
const UNREADABLE = new Set(['EACCES', 'EPERM', 'ENAMETOOLONG', 'ELOOP', 'ENOENT']);

/** @throws UnreadableSubmission unless there is such a folder. */
export async function mustBeFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableSubmission('no such folder', `There is no folder "${path}" (${error.code}).`, CHECK_THE_PATH);
  });
  if (!found.isDirectory())
    throw new UnreadableSubmission('not a folder', `"${path}" is not a folder.`, CHECK_THE_PATH);
}

const CHECK_THE_PATH = 'Give the path of the folder that holds the package.json of your service.';

/**
 * Copies what was handed in, without node_modules and .git.
 * @returns a line for each entry that was left out because it is a link out of the folder, or no file.
 * @throws NotStarted when the folder is larger than the limits allow.
 */
export async function copySubmission(from: string, to: string, limits: Limits): Promise<string[]> {
  const copy = new Copy(resolve(from), limits);
  await copy.folder(copy.root, to);
  return copy.notes;
}

class Copy {
  readonly root: string;
  readonly notes: string[] = [];
  readonly #limits: Limits;
  #files = 0;
  #bytes = 0;

  constructor(root: string, limits: Limits) {
    this.root = root;
    this.#limits = limits;
  }

  async folder(from: string, to: string): Promise<void> {
    await mkdir(to, { recursive: true });
    for await (const { name } of await opendir(from)) {
      if (LEFT_OUT.has(name)) continue;
      this.#count();
      await this.#entry(join(from, name), join(to, name)).catch((error) => this.#unreadable(join(from, name), error));
    }
  }

  /** Names that are too long, belong to others or are no text: the student's affair. A full disk is not. */
  #unreadable(path: string, error: NodeJS.ErrnoException): void {
    if (!UNREADABLE.has(error.code ?? '')) throw error;
    this.#leaveOut(path, `it cannot be read (${error.code})`);
  }

  async #entry(from: string, to: string): Promise<void> {
    const found = await lstat(from);
    if (found.isDirectory()) return this.folder(from, to);
    if (found.isSymbolicLink()) return this.#link(from, to);
    if (!found.isFile()) return this.#leaveOut(from, 'it is neither a file nor a folder');
    this.#weigh(found.size);
    await copyFile(from, to);
    await chmod(to, found.mode & 0o111 ? 0o755 : 0o644);
  }

  async #link(from: string, to: string): Promise<void> {
    const target = await readlink(from);
    const inside = `${resolve(dirname(from), target)}${sep}`.startsWith(`${this.root}${sep}`);
    if (!inside) return this.#leaveOut(from, 'it links to a place outside the folder');
    await symlink(relative(dirname(from), resolve(dirname(from), target)), to);
  }

  #leaveOut(path: string, why: string): void {
    this.notes.push(`Left out ${relative(this.root, path)}: ${why}.`);
  }

  #count(): void {
    this.#files += 1;
    const most = this.#limits.submissionFiles;
    if (this.#files > most) throw tooLarge(`more than ${most.toLocaleString('en')} files`);
  }

  #weigh(bytes: number): void {
    this.#bytes += bytes;
    const most = this.#limits.submissionMegabytes;
    if (this.#bytes > most * 2 ** 20) throw tooLarge(`more than ${most} MB`);
  }
}

function tooLarge(what: string): NotStarted {
  const advice =
    'Hand in the sources alone: remove what a build or a program makes. node_modules and .git do not count.';
  return new NotStarted(`The folder holds ${what}.`, advice);
}
