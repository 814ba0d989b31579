import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { copySubmission, mustBeFolder } from '../deploy/copy.ts';
import { defaultLimits } from '../deploy/limits.ts';
import type { Submission } from '../types.ts';
import { EvidenceError } from './errors.ts';

/** SHA-256, in hex: of a folder's files, or of a URL's origin, which says nothing of what runs there. */
export function digestOfSubmission(submission: Submission): Promise<string> {
  return submission.kind === 'folder' ? digestOfFolder(submission.folder) : digestOfUrl(submission.url);
}

async function digestOfUrl(url: string): Promise<string> {
  return createHash('sha256')
    .update(`url ${new URL(url).origin}`)
    .digest('hex');
}

/**
 * SHA-256, in hex, of what is deployed of a folder: paths, modes and contents, sorted by path. Taken of a copy made as
 * for a deployment, so that the two cannot disagree about what is left out.
 * @throws UnreadableSubmission when there is no such folder.
 * @throws EvidenceError when it is larger than what is deployed.
 */
export async function digestOfFolder(folder: string): Promise<string> {
  await mustBeFolder(folder);
  const copy = await mkdtemp(join(tmpdir(), 'digest-'));
  try {
    await copySubmission(folder, copy, defaultLimits);
    return await digestOfCopy(copy);
  } catch (error) {
    if ((error as Error).name !== 'NotStarted') throw error;
    throw new EvidenceError('submission', `${(error as Error).message} So much is neither deployed nor signed.`);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function digestOfCopy(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  const hash = createHash('sha256');
  for (const path of paths.sort()) await add(path, relative(root, path), hash);
  return hash.digest('hex');
}

/** The head tells how many bytes follow, so that no two trees look alike. */
async function add(path: string, name: string, hash: ReturnType<typeof createHash>): Promise<void> {
  const found = await lstat(path);
  const link = found.isSymbolicLink();
  const bytes = link ? Buffer.from(await readlink(path)) : await readFile(path);
  const mode = link ? 'link' : found.mode & 0o111 ? '755' : '644';
  hash.update(`${JSON.stringify([name, mode, bytes.length])}\n`).update(bytes);
}
