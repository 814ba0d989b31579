import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { openStage } from '../deploy/stage.ts';
import type { Lookup } from './address.ts';
import { asIngestError, IngestError } from './errors.ts';
import { type Allow, clone } from './git.ts';
import { assertArchiveSize, defaultIngestLimits, type IngestLimits } from './limits.ts';
import { type Parcel, parcelOf } from './parcel.ts';
import type { Repository } from './repository.ts';
import { sourceOf } from './source.ts';
import { unzip } from './zip.ts';

export interface IngestOptions {
  /** Folder that relative paths begin at, such as the roster's; see `sourceOf`. */
  base?: string;
  limits?: Partial<IngestLimits>;
  allow?: Allow;
  signal?: AbortSignal;
  /** How hosts are looked up; by default as the machine does. */
  lookup?: Lookup;
}

/** What was handed in, ready to be kept and graded: a parcel, or a deployment that runs at a URL. */
export type Ingested =
  /** `origin`: an absolute path, or a repository's URL with its commit id after #. */
  { kind: 'parcel'; parcel: Parcel; origin: string } | { kind: 'url'; url: string };

/**
 * Takes in whatever is named: a folder, a zip, a git repository, or the URL of a service.
 * @throws IngestError, which says whose fault it is and what to do; no temporary file is left.
 */
export async function ingest(text: string, options: IngestOptions = {}): Promise<Ingested> {
  const limits = { ...defaultIngestLimits, ...options.limits };
  try {
    options.signal?.throwIfAborted();
    const source = await sourceOf(text, options.base);
    if (source.kind === 'url') return source;
    if (source.kind === 'repository') return await fromRepository(source.repository, limits, options);
    const { kind, path } = source;
    const parcel = kind === 'zip' ? await fromZip(await contentOf(path, limits), limits) : await parcelOf(path, limits);
    return { kind: 'parcel', parcel, origin: path };
  } catch (error) {
    throw asIngestError(error);
  }
}

/** Takes in a zip that is here already. @throws IngestError, as above. */
export async function ingestZip(bytes: Buffer, options: Pick<IngestOptions, 'limits'> = {}): Promise<Parcel> {
  try {
    return await fromZip(bytes, { ...defaultIngestLimits, ...options.limits });
  } catch (error) {
    throw asIngestError(error);
  }
}

async function fromZip(bytes: Buffer, limits: IngestLimits): Promise<Parcel> {
  await using stage = await openStage();
  const folder = join(stage.folder, 'files');
  const notes = await unzip(bytes, folder, limits);
  return await parcelOf(folder, limits, notes);
}

/** The size is asked of the open file, for the name may come to mean another one. */
async function contentOf(path: string, limits: IngestLimits): Promise<Buffer> {
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: Error) => {
    const advice = 'See that the file is there and that the grader may read it.';
    throw new IngestError('not found', `${path} cannot be read: ${error.message}.`, advice, 'ours');
  });
  const { size } = await file.stat();
  assertArchiveSize(size, limits);
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await file.read(bytes, 0, size, 0);
  return bytes.subarray(0, bytesRead);
}

async function fromRepository(
  repository: Repository,
  limits: IngestLimits,
  { allow, signal, lookup }: IngestOptions,
): Promise<Ingested> {
  await using stage = await openStage();
  const { folder, commit, notes } = await clone(repository, stage.folder, { limits, allow, signal, lookup });
  const parcel = await parcelOf(folder, limits, notes);
  return { kind: 'parcel', parcel, origin: `${repository.url.href}#${commit}` };
}
