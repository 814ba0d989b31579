import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { LEFT_OUT } from '../deploy/copy.ts';
import { IngestError } from './errors.ts';
import { Allowance, assertArchiveSize, type IngestLimits } from './limits.ts';
import { Names } from './names.ts';
import { damaged, entriesOf, type ZipEntry } from './zip-entries.ts';

const inflate = promisify(inflateRaw);

/** What macOS adds to a zip. */
const FROM_MACOS = new Set(['__MACOSX', '.DS_Store']);

/**
 * Unpacks the zip of a student into an empty folder: a folder around everything is left away, as are node_modules, .git
 * and what macOS adds.
 * @returns a line for each entry that was left out because it is a link out of the folder, or no file.
 * @throws IngestError, and nothing is left in the folder.
 */
export async function unzip(bytes: Buffer, folder: string, limits: IngestLimits): Promise<string[]> {
  assertArchiveSize(bytes.length, limits);
  const entries = await entriesOf(bytes, limits, (path) => !path.split('/').some(isLeftOut));
  return await extract(withoutTopFolder(entries), folder, new Allowance(limits, bytes.length));
}

function isLeftOut(segment: string): boolean {
  return LEFT_OUT.has(segment) || FROM_MACOS.has(segment);
}

function withoutTopFolder(entries: ZipEntry[]): ZipEntry[] {
  const tops = new Set(entries.map(({ path }) => path.split('/', 1)[0] ?? ''));
  const [top = ''] = tops;
  if (tops.size !== 1 || entries.some(({ path, kind }) => path === top && kind !== 'folder')) return entries;
  return entries
    .filter(({ path }) => path !== top)
    .map((entry) => ({ ...entry, path: entry.path.slice(top.length + 1) }));
}

/**
 * Writes entries into an empty folder, links last, so that nothing is ever written through one.
 * @returns a line for each that was left out.
 */
export async function extract(entries: ZipEntry[], folder: string, allowance: Allowance): Promise<string[]> {
  assertNames(entries, allowance);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty.`);
  const notes: string[] = [];
  try {
    for (const entry of linksLast(entries)) {
      const why = await write(entry, folder, allowance);
      if (why) notes.push(`Left out ${entry.path}: ${why}.`);
    }
    return notes;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Before anything is written. */
function assertNames(entries: ZipEntry[], allowance: Allowance): void {
  const names = new Names();
  for (const { path, kind } of entries) {
    names.add(path, kind === 'folder' ? 'folder' : 'other');
    allowance.countFiles(names.size);
  }
}

function linksLast(entries: ZipEntry[]): ZipEntry[] {
  return [...entries.filter(({ kind }) => kind !== 'link'), ...entries.filter(({ kind }) => kind === 'link')];
}

/** Resolves with the reason when the entry is left out. */
async function write(entry: ZipEntry, folder: string, allowance: Allowance): Promise<string | undefined> {
  const path = join(folder, entry.path);
  if (entry.kind === 'neither') return 'it is neither a file nor a folder';
  if (entry.kind === 'folder') return void (await mkdir(path, { recursive: true }));
  await mkdir(dirname(path), { recursive: true });
  const content = await contentOf(entry, allowance);
  if (entry.kind === 'link') return await link(path, entry.path, content.toString());
  await writeFile(path, content, { flag: 'wx' });
  await chmod(path, entry.executable ? 0o755 : 0o644);
}

async function link(at: string, path: string, target: string): Promise<string | undefined> {
  const from = posix.dirname(path);
  const to = posix.normalize(posix.join(from, target));
  const leaves = target.startsWith('/') || to === '..' || to.startsWith('../');
  if (leaves || target === '' || /[\0\\]/.test(target)) return 'it links to a place outside the folder';
  await symlink(posix.relative(from, to) || '.', at);
}

async function contentOf(entry: ZipEntry, allowance: Allowance): Promise<Buffer> {
  const content = await inflated(entry, allowance);
  allowance.spend(content.length);
  if (content.length !== entry.declaredBytes) throw damaged(`"${entry.path}" has another size than it says`);
  if (crc32(content) !== entry.crc32) throw damaged(`"${entry.path}" fails its checksum`);
  return content;
}

async function inflated({ path, method, data }: ZipEntry, allowance: Allowance): Promise<Buffer> {
  if (method === 0) return data;
  if (method !== 8) {
    const advice = 'Pack it with the zip function of your system, and hand that in.';
    throw new IngestError('damaged zip', `"${path}" is packed by method ${method}; only deflate is known.`, advice);
  }
  // One byte over suffices to know; the rest of a bomb is never inflated.
  return await inflate(data, { maxOutputLength: allowance.left + 1 }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE' ? allowance.exhausted() : damaged(`"${path}": ${error.message}`);
  });
}
