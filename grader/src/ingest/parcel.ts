import { createHash } from 'node:crypto';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { copySubmission, mustBeFolder } from '../deploy/copy.ts';
import { defaultLimits } from '../deploy/limits.ts';
import { openStage } from '../deploy/stage.ts';
import { fewNotes } from '../notes.ts';
import { asIngestError } from './errors.ts';
import { Allowance, defaultIngestLimits, type IngestLimits } from './limits.ts';
import { Names, safePath } from './names.ts';
import { extract } from './zip.ts';
import { entriesOf } from './zip-entries.ts';

/** What was handed in, in the one form in which it is kept, compared and sent to other graders: a zip. */
export interface Parcel {
  /** SHA-256 of the bytes, in hexadecimal: equal for equal folders, on every machine. */
  digest: string;
  bytes: Buffer;
  /** What was left out, a line each; of many, the first. */
  notes: string[];
}

/**
 * Packs a folder, without node_modules and .git.
 * @param before what was left out on the way to the folder
 * @throws IngestError when it is larger than the limits allow, or has names that not every system can tell apart.
 */
export async function parcelOf(
  folder: string,
  limits: IngestLimits = defaultIngestLimits,
  before: string[] = [],
): Promise<Parcel> {
  try {
    await mustBeFolder(folder);
    await using stage = await openStage();
    const copy = join(stage.folder, 'copy');
    const { files: submissionFiles, inflatedMegabytes: submissionMegabytes } = limits;
    const notes = await copySubmission(folder, copy, { ...defaultLimits, submissionFiles, submissionMegabytes });
    const bytes = await pack(copy);
    const digest = createHash('sha256').update(bytes).digest('hex');
    return { digest, bytes, notes: fewNotes([...before, ...notes].sort()) };
  } catch (error) {
    throw asIngestError(error);
  }
}

/**
 * Unpacks a parcel, perhaps of another machine, into an empty folder.
 * @throws IngestError when it is no parcel, and nothing is left in the folder.
 */
export async function unpack(bytes: Buffer, folder: string): Promise<void> {
  try {
    const entries = await entriesOf(bytes, defaultIngestLimits, () => true);
    await extract(entries, folder, new Allowance(defaultIngestLimits));
  } catch (error) {
    throw asIngestError(error);
  }
}

/** The first moment that a zip can name, in local time, which is how a zip keeps it. */
const mtime = new Date(1980, 0, 1);
// Not deflated: that gives other bytes with another version of zlib, or on another processor.
const FIXED = { mtime, forceDosTimestamp: true, compress: false };

async function pack(folder: string): Promise<Buffer> {
  const zip = new ZipFile();
  const names = new Names();
  for (const { path, kind } of await below(folder, '')) {
    names.add(safePath(path), kind === 'folder' ? 'folder' : 'other');
    const at = join(folder, path);
    if (kind === 'folder') zip.addEmptyDirectory(path, { mtime, forceDosTimestamp: true, mode: 0o40755 });
    else if (kind === 'link') zip.addBuffer(await readlink(at, 'buffer'), path, { ...FIXED, mode: 0o120777 });
    else zip.addBuffer(await readFile(at), path, { ...FIXED, mode: (await stat(at)).mode & 0o100755 });
  }
  zip.end();
  return await buffer(zip.outputStream);
}

interface Found {
  path: string;
  kind: 'file' | 'link' | 'folder';
}

/** Files and links, and folders with nothing in them, sorted. */
async function below(folder: string, path: string): Promise<Found[]> {
  const found: Found[] = [];
  const entries = await readdir(join(folder, path), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = path ? `${path}/${entry.name}` : entry.name;
    if (!entry.isDirectory()) found.push({ path: inner, kind: entry.isSymbolicLink() ? 'link' : 'file' });
    else found.push(...(await below(folder, inner)));
  }
  return found.length > 0 || path === '' ? found : [{ path, kind: 'folder' }];
}
