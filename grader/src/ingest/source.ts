import { open, readdir, realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { IngestError } from './errors.ts';
import { isRepositoryUrl, type Repository, repositoryAt } from './repository.ts';

/** What somebody names as their submission, told apart. */
export type Source =
  | { kind: 'folder'; path: string }
  | { kind: 'zip'; path: string }
  | { kind: 'repository'; repository: Repository }
  | { kind: 'url'; url: string };

const WHAT_CAN_BE_GIVEN =
  'Give a folder, a .zip, the https URL of a git repository, or the URL of a service that runs.';

/**
 * Tells what is named; nothing of it is read yet.
 * @param base folder that relative paths begin at. They may lead out of it by `..`, which whoever wrote the list has
 * written, as they may write absolute paths; but not by a symbolic link, which whoever handed in may have made.
 * Without it: the current folder, and links are followed.
 * @throws IngestError when it is nothing that can be graded.
 */
export async function sourceOf(text: string, base?: string): Promise<Source> {
  if (text === '' || text.startsWith('-') || text.includes('\0')) throw badSource(`"${text}" names no submission.`);
  if (isRepositoryUrl(text)) return { kind: 'repository', repository: repositoryAt(text) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { kind: 'url', url: serviceUrl(text) };
  const path = resolve(base ?? '.', text);
  const found = await stat(path).catch(() => undefined);
  if (!found) return await bareWithRef(text, path, base);
  await assertInside(base, path, text);
  if (found.isDirectory()) return (await isBare(path)) ? bare(path) : { kind: 'folder', path };
  if (found.isFile() && (extname(path).toLowerCase() === '.zip' || (await startsAsZip(path))))
    return { kind: 'zip', path };
  throw badSource(`${text} is not a folder, and no zip.`);
}

function badSource(message: string, advice = WHAT_CAN_BE_GIVEN): IngestError {
  return new IngestError('bad source', message, advice);
}

function serviceUrl(text: string): string {
  if (!URL.canParse(text)) throw badSource(`${text} is not a URL.`);
  if (/^https?:/i.test(text)) return text;
  throw badSource(`${text}: only http and https URLs can be graded.`);
}

/** `path#ref`, where only the part before # is there. */
async function bareWithRef(text: string, path: string, base: string | undefined): Promise<Source> {
  const at = path.lastIndexOf('#');
  const folder = path.slice(0, at);
  if (at > 0 && (await isBare(folder))) {
    await assertInside(base, folder, text);
    return bare(folder, path.slice(at + 1));
  }
  const noun = extname(path).toLowerCase() === '.zip' ? 'file' : 'folder';
  throw new IngestError('not found', `There is no ${noun} ${text}.`, WHAT_CAN_BE_GIVEN, 'ours');
}

async function assertInside(base: string | undefined, path: string, text: string): Promise<void> {
  if (base === undefined || isAbsolute(text)) return;
  const root = await realpath(base);
  const real = await realpath(path);
  const written = resolve(root, relative(resolve(base), path));
  if (real === written || `${real}${sep}`.startsWith(`${root}${sep}`)) return;
  const message = `${text} leads out of ${base} by a symbolic link.`;
  throw new IngestError('leaves the folder', message, 'Put a copy there instead of the link.');
}

async function isBare(path: string): Promise<boolean> {
  const names = new Set(await readdir(path).catch(() => []));
  return ['HEAD', 'objects', 'refs'].every((name) => names.has(name)) && !names.has('package.json');
}

function bare(path: string, ref?: string): Source {
  const { href } = pathToFileURL(path);
  return { kind: 'repository', repository: repositoryAt(ref ? `${href}#${encodeURIComponent(ref)}` : href) };
}

async function startsAsZip(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
  return buffer.toString('latin1') === 'PK\x03\x04';
}
