import { IngestError } from './errors.ts';

/** What may be handed in. Megabytes are 2^20 bytes. */
export interface IngestLimits {
  /** Of a zip, and of what a repository sends. */
  archiveMegabytes: number;
  /** Of all files together, as they lie in a folder; node_modules and .git do not count. */
  inflatedMegabytes: number;
  /** Files, folders and links. */
  files: number;
  /** Entries of a zip or a repository, with those that do not count. */
  entries: number;
  /** Inflated bytes for each byte of a zip, once it is past `RATIO_FROM_MEGABYTES`. Source code reaches 5. */
  ratio: number;
  cloneSeconds: number;
}

/** A finished lab has 30 files of 100 kB together. A course's node_modules, if somebody packs it, has 50,000 files. */
export const defaultIngestLimits: IngestLimits = {
  archiveMegabytes: 50,
  inflatedMegabytes: 50,
  files: 5_000,
  entries: 100_000,
  ratio: 100,
  cloneSeconds: 60,
};

const MEGABYTE = 2 ** 20;
/** Below that a bomb harms nobody. */
const RATIO_FROM_MEGABYTES = 10;
const SOURCES_ALONE = 'Hand in the sources alone: leave out node_modules, .git, and what a build or a program makes.';

/** Counts what is really read, whatever was declared. */
export class Allowance {
  readonly #limits: IngestLimits;
  readonly #archiveBytes: number;
  #bytes = 0;

  /** @param archiveBytes of the zip; Infinity where the ratio does not matter. */
  constructor(limits: IngestLimits, archiveBytes = Number.POSITIVE_INFINITY) {
    this.#limits = limits;
    this.#archiveBytes = archiveBytes;
  }

  /** Bytes that may still be read. */
  get left(): number {
    return Math.max(0, this.#limits.inflatedMegabytes * MEGABYTE - this.#bytes);
  }

  /** @throws IngestError when so many files and folders are too many. */
  countFiles(count: number): void {
    const { files } = this.#limits;
    if (count <= files) return;
    throw new IngestError('too many files', `It holds more than ${files.toLocaleString('en')} files.`, SOURCES_ALONE);
  }

  /** @throws IngestError when that is too much. */
  spend(bytes: number): void {
    if (bytes > this.left) throw this.exhausted();
    this.#bytes += bytes;
    const { ratio } = this.#limits;
    if (this.#bytes < RATIO_FROM_MEGABYTES * MEGABYTE || this.#bytes < this.#archiveBytes * ratio) return;
    const message = `The zip inflates to more than ${ratio} times its size, as only a zip bomb does.`;
    throw new IngestError('zip bomb', message, SOURCES_ALONE);
  }

  exhausted(): IngestError {
    const message = `It holds more than ${this.#limits.inflatedMegabytes} MB of files.`;
    return new IngestError('too large', message, SOURCES_ALONE);
  }
}

/** @throws IngestError unless a zip may be of that size. */
export function assertArchiveSize(bytes: number, { archiveMegabytes }: IngestLimits): void {
  if (bytes <= archiveMegabytes * MEGABYTE) return;
  throw new IngestError('too large', `The zip is larger than ${archiveMegabytes} MB.`, SOURCES_ALONE);
}

/** @throws IngestError unless a zip or repository may have so many entries. */
export function assertEntries(count: number, { entries }: IngestLimits): void {
  if (count <= entries) return;
  const message = `It lists more than ${entries.toLocaleString('en')} files.`;
  throw new IngestError('too many files', message, SOURCES_ALONE);
}
