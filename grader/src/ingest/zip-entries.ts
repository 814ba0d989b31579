import { isUtf8 } from 'node:buffer';
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { IngestError } from './errors.ts';
import { assertEntries, type IngestLimits } from './limits.ts';
import { safePath } from './names.ts';

/** What a zip says of one of its entries; only `data` is a fact. */
export interface ZipEntry {
  /** Safe, and below the folder it goes to. */
  path: string;
  kind: 'file' | 'folder' | 'link' | 'neither';
  executable: boolean;
  /** 0 stored, 8 deflated. */
  method: number;
  /** As it lies in the zip. */
  data: Buffer;
  declaredBytes: number;
  crc32: number;
}

const PACK_AGAIN = 'Pack the folder again, open the zip once to see that it is whole, and hand that in.';

export function damaged(what: string): IngestError {
  return new IngestError('damaged zip', `The zip is damaged: ${what}.`, PACK_AGAIN);
}

/**
 * The entries of a zip for which `wanted` holds, in its order.
 * @throws IngestError when it is no sound zip, is encrypted, has too many entries, or one whose name is unsafe.
 */
export async function entriesOf(
  bytes: Buffer,
  limits: IngestLimits,
  wanted: (path: string) => boolean,
): Promise<ZipEntry[]> {
  const zip = await fromBufferPromise(bytes, { decodeStrings: false }).catch(unsound);
  // Before they are read: the count alone decides how long that takes.
  assertEntries(zip.entryCount, limits);
  const entries: { entry: Entry; path: string }[] = [];
  for await (const entry of soundly(zip)) {
    if (entry.isEncrypted()) throw encrypted();
    const path = safePath(nameOf(entry));
    if (wanted(path)) entries.push({ entry, path });
  }
  assertAllListed(bytes, zip);
  const located: Located[] = [];
  for (const { entry, path } of entries) located.push(await locate(zip, entry, path).catch(unsound));
  assertApart(located);
  return located.map((one) => readEntry(bytes, one));
}

async function* soundly(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    unsound(error as Error);
  }
}

/** Bytes are in memory: whatever yauzl complains about is the zip's fault. */
function unsound({ message }: Error): never {
  if (message.includes('encryption')) throw encrypted();
  throw damaged(message.replace(/\.$/, ''));
}

function encrypted(): IngestError {
  return new IngestError('encrypted zip', 'The zip is encrypted.', 'Pack it without a password, and hand that in.');
}

/** Compress-Archive of Windows PowerShell 5 separates by backslashes; macOS writes UTF-8 and does not say so. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const name = isUtf8(fileNameRaw)
    ? fileNameRaw.toString()
    : getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  return name.replaceAll('\\', '/');
}

const ENDS = new Set([0x06054b50, 0x06064b50]);

/** Entries beyond the declared count would be seen by other programs, and not by this one. */
function assertAllListed(bytes: Buffer, zip: ZipFile): void {
  const end = Number(zip.readEntryCursor);
  if (end + 4 <= bytes.length && ENDS.has(bytes.readUInt32LE(end))) return;
  throw damaged('it has another number of files than it says');
}

interface Located {
  entry: Entry;
  path: string;
  start: number;
  dataStart: number;
  end: number;
}

async function locate(zip: ZipFile, entry: Entry, path: string): Promise<Located> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  return {
    entry,
    path,
    start: entry.relativeOffsetOfLocalHeader,
    dataStart: fileDataStart,
    end: fileDataStart + entry.compressedSize,
  };
}

/** The best zip bombs let all entries share their data. */
function assertApart(located: Located[]): void {
  const sorted = located.toSorted((a, b) => a.start - b.start);
  for (const [index, { end, path }] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next && next.start < end) throw damaged(`"${path}" and "${next.path}" overlap`);
  }
}

function readEntry(bytes: Buffer, { entry, path, dataStart, end }: Located): ZipEntry {
  const mode = unixModeOf(entry);
  return {
    path,
    kind: kindOf(mode, nameOf(entry)),
    executable: (mode & 0o111) !== 0,
    method: entry.compressionMethod,
    data: bytes.subarray(dataStart, end),
    declaredBytes: entry.uncompressedSize,
    crc32: entry.crc32,
  };
}

const UNIX_SYSTEMS = new Set([3, 19]);

function unixModeOf({ versionMadeBy, externalFileAttributes }: Entry): number {
  return UNIX_SYSTEMS.has(versionMadeBy >>> 8) ? externalFileAttributes >>> 16 : 0;
}

function kindOf(mode: number, name: string): ZipEntry['kind'] {
  const type = mode & 0o170000;
  if (type === 0o120000) return 'link';
  if (name.endsWith('/') || type === 0o040000) return 'folder';
  return type === 0 || type === 0o100000 ? 'file' : 'neither';
}
