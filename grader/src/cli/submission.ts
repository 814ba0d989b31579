import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { openStage } from '../deploy/stage.ts';
import { IngestError } from '../ingest/errors.ts';
import { type Source, sourceOf } from '../ingest/source.ts';
import type { Submission } from '../types.ts';
import { assertLab, knownLabs } from './labs.ts';
import { UsageError } from './shell.ts';

/**
 * What a command line names: a folder, or an http(s) URL. The lab is the one named, else the one the folder names.
 * @throws UsageError when there is no such folder or lab.
 */
export function submissionOf(source: string, lab: string | undefined): Submission {
  const url = urlOf(source);
  if (url) return { kind: 'url', lab: known(lab, `of ${source}`), url };
  const folder = folderOf(source);
  return { kind: 'folder', lab: known(lab ?? inferred(folder), `of ${source}`), folder };
}

/** A submission that can be graded; disposing it removes what was unpacked for it. */
export interface Opened extends AsyncDisposable {
  submission: Submission;
  /** What the report names, where that is not the folder or URL: a zip, or a repository with its commit. */
  origin?: string;
  /** What was left out, a line each. */
  notes: string[];
}

/** @throws UsageError when it is nothing that can be graded. */
export async function toldApart(given: string): Promise<Source> {
  return await sourceOf(given).catch(asUsageError);
}

/**
 * Unpacks a zip or clones a repository; a folder or URL is taken as it is.
 * @throws UsageError when what was given is at fault.
 */
export async function openSubmission(
  given: string,
  source: Source,
  { lab, signal }: { lab?: string; signal: AbortSignal },
): Promise<Opened> {
  if (source.kind === 'folder' || source.kind === 'url') {
    return { submission: submissionOf(given, lab), notes: [], [Symbol.asyncDispose]: async () => undefined };
  }
  if (lab !== undefined) known(lab, `of ${given}`);
  await using resources = new AsyncDisposableStack();
  const stage = resources.use(await openStage());
  // Loaded here, so that a folder need not wait for it.
  const [{ ingest }, { unpack }] = await Promise.all([import('../ingest/ingest.ts'), import('../ingest/parcel.ts')]);
  // Whoever types a command may reach whatever this machine reaches.
  const allow = { localRepositories: true, privateAddresses: true };
  const ingested = await ingest(given, { allow, signal }).catch(asUsageError);
  if (ingested.kind === 'url') throw new Error(`${given} has changed meanwhile.`);
  const { parcel, origin } = ingested;
  const folder = join(stage.folder, nameOf(origin));
  await unpack(parcel.bytes, folder);
  signal.throwIfAborted();
  const submission: Submission = { kind: 'folder', lab: known(lab ?? inferred(folder), `of ${given}`), folder };
  const kept = resources.move();
  return { submission, origin, notes: parcel.notes, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Of what is not the student's fault, these are the command's. */
const MISNAMED = new Set<IngestError['code']>(['not found', 'no such host']);

/** A network that is down is no reason to change the command. */
function asUsageError(error: unknown): never {
  const isMisnamed = error instanceof IngestError && (error.fault === 'theirs' || MISNAMED.has(error.code));
  if (!isMisnamed) throw error;
  throw new UsageError(`${error.message} ${error.advice}`);
}

/** `01-address` for /home/ann/01-address.zip and https://example.org/ann/01-address.git#…: it may name the lab. */
function nameOf(origin: string): string {
  const name = basename(origin.replace(/#.*$/, '')).replace(/\.(zip|git)$/i, '');
  return /^[\w-][\w.-]{0,100}$/.test(name) ? name : 'submission';
}

function urlOf(source: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) return undefined;
  if (!URL.canParse(source)) throw new UsageError(`${source} is not a URL.`);
  if (!/^https?:/i.test(source)) throw new UsageError(`${source}: only http and https URLs can be graded.`);
  return source;
}

/** @throws UsageError when there is no such folder. */
export function folderOf(source: string): string {
  const entry = statSync(source, { throwIfNoEntry: false });
  if (!entry) throw new UsageError(`There is no folder ${source}.`);
  if (!entry.isDirectory()) throw new UsageError(`${source} is not a folder. Give a folder, or the URL of a service.`);
  return realpathSync(source);
}

function known(lab: string | undefined, where: string): string {
  if (lab === undefined) {
    const labs = knownLabs().join(', ');
    throw new UsageError(`Which lab is the service ${where}? Name it with --lab. The labs are: ${labs}.`);
  }
  assertLab(lab);
  return lab;
}

/** Named by `seeka.lab` or `name` of package.json, by `lab.yaml`, or by the folder's own name. */
export function inferred(folder: string): string | undefined {
  const { seeka, name } = read(folder, 'package.json') as { seeka?: { lab?: unknown }; name?: unknown };
  const { lab } = read(folder, 'lab.yaml') as { lab?: unknown };
  if (typeof seeka?.lab === 'string') return seeka.lab;
  const names = [
    lab,
    typeof name === 'string' ? name.replace(/^(@[\w-]+\/)?(lab-)?/, '') : undefined,
    basename(folder),
  ];
  return names.flatMap((one) => knownLabs().filter((id) => id === one || id.replace(/^\d+-/, '') === one))[0];
}

/** Far above what names a lab. */
const MOST_BYTES = 64 * 1024;

/** What cannot be read names nothing: a file that is huge, or is none, or lies elsewhere. */
function read(folder: string, file: string): object {
  const path = join(folder, file);
  try {
    const entry = lstatSync(path);
    if (!entry.isFile() || entry.size > MOST_BYTES) return {};
    const text = readFileSync(path, 'utf8');
    // A stranger's file may have so many keys that to compare each with all takes minutes.
    return (file.endsWith('.json') ? JSON.parse(text) : parse(text, { uniqueKeys: false })) ?? {};
  } catch {
    return {};
  }
}
