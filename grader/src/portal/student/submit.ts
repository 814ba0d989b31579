import type { Request } from 'express';
import pLimit from 'p-limit';
import type { Attempt, Handed } from '../../class/gradebook.ts';
import { takeIn } from '../../class/take-in.ts';
import { digestOf } from '../../contract-digest.ts';
import type { Tokens } from '../../course/attempts.ts';
import type { CourseLab } from '../../course/course-file.ts';
import type { Member } from '../../course/roster.ts';
import { IngestError } from '../../ingest/errors.ts';
import { ingest, ingestZip } from '../../ingest/ingest.ts';
import { isRepositoryUrl } from '../../ingest/repository.ts';
import { harmlessLine } from '../../report/harmless.ts';
import type { PortalParts } from '../parts.ts';
import { moment } from '../words.ts';
import type { Filled } from './lab-pages.ts';
import { attemptsOf, tokensFor } from './mine.ts';
import type { Upload } from './upload.ts';

/** Something is wrong with what was filled in; the message stands next to its field. */
export class Wrong extends Error {
  readonly filled: Filled;

  constructor(filled: Omit<Filled, 'wrong'>, wrong: string) {
    super(wrong);
    this.filled = { ...filled, wrong };
  }
}

/** Read at once: a zip waits for the disk most of its time (13 ms of 100 are computing), a repository for the network. */
const zips = pLimit(8);
const repositories = pLimit(8);
const LONGEST_SOURCE = 200;

/** Reads the form, takes in what it names, and queues it. @throws Wrong */
export async function submit(parts: PortalParts, member: Member, lab: CourseLab, request: Request, upload: Upload) {
  const filled = filledIn(request.body as Record<string, unknown>);
  const handed = await read(parts, filled, request.file, upload).catch((error: Error) => {
    if (!(error instanceof IngestError)) throw error;
    throw new Wrong(filled, `${error.message} ${error.advice}`);
  });
  const { gradebook, queue, course } = parts;
  const digest = await digestOf(course, lab.lab);
  const batch = await gradebook.batch(`${lab.lab}-portal-${digest.slice(0, 8)}`, lab.lab, digest);
  const whole: Handed = { ...handed, member: member.id, again: true, at: upload.arrived };
  const allow = tokenCheck(parts, member, lab, filled, upload);
  return (await takeIn({ gradebook, queue }, batch, whole, allow)) as Attempt;
}

/** Texts alone: a field that comes twice, or as a list, is none. */
function filledIn(body: Record<string, unknown>): Omit<Filled, 'wrong'> {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name].trim().slice(0, 2_000) : '');
  const kind = (['git', 'url'] as const).find((one) => one === body.kind) ?? 'zip';
  return { kind, git: text('git'), ref: text('ref'), url: text('url') };
}

type Read = Pick<Handed, 'source' | 'notes'> & ({ url: string } | { parcel: Awaited<ReturnType<typeof ingestZip>> });

async function read(parts: PortalParts, filled: Omit<Filled, 'wrong'>, file: Request['file'], { wrong }: Upload) {
  if (filled.kind === 'git') return await readRepository(parts, filled);
  if (filled.kind === 'url') return readUrl(filled);
  if (wrong) throw new Wrong(filled, `${wrong} Leave out node_modules, and what a build or a program makes.`);
  if (!file || file.size === 0) throw new Wrong(filled, 'Choose a zip of your folder first.');
  const { buffer, originalname } = file;
  const parcel = await zips(() => ingestZip(buffer));
  return { source: shortened(originalname), notes: parcel.notes, parcel } satisfies Read;
}

async function readRepository({ signal }: PortalParts, filled: Omit<Filled, 'wrong'>): Promise<Read> {
  const { git = '', ref = '' } = filled;
  // Else it could name a folder of this machine.
  if (!/^https:\/\//i.test(git))
    throw new Wrong(filled, 'Give the https URL of the repository, as a browser shows it.');
  if (ref && git.includes('#')) throw new Wrong(filled, 'Give the branch, tag or commit once, in its own field.');
  const named = `git+${git}${ref ? `#${encodeURIComponent(ref)}` : ''}`;
  const ingested = await repositories(() => ingest(named, { signal }));
  if (ingested.kind === 'url') throw new Wrong(filled, 'This is no repository.');
  return { source: shortened(ingested.origin), notes: ingested.parcel.notes, parcel: ingested.parcel };
}

function readUrl(filled: Omit<Filled, 'wrong'>): Read {
  const { url = '' } = filled;
  if (!/^https?:\/\/[^\s\p{Cc}]+$/iu.test(url) || !URL.canParse(url))
    throw new Wrong(filled, 'Give the URL of your service, such as https://address.example.org.');
  if (isRepositoryUrl(url))
    throw new Wrong(filled, 'This is a repository. Hand it in as one, or give your service’s URL.');
  const { username, password } = new URL(url);
  if (username || password) throw new Wrong(filled, 'The URL comes with a name or password. Leave it out.');
  return { source: shortened(url), notes: [], url };
}

/** It stands in tables and reports. */
function shortened(text: string): string {
  const line = harmlessLine(text);
  return line.length > LONGEST_SOURCE ? `${line.slice(0, LONGEST_SOURCE)}…` : line;
}

/** Rejects within the transaction when no token is left, even to two who hand in at the same moment. */
function tokenCheck(
  parts: PortalParts,
  member: Member,
  lab: CourseLab,
  filled: Omit<Filled, 'wrong'>,
  { arrived }: Upload,
) {
  return async (attempt: Attempt, within: Parameters<NonNullable<Parameters<typeof takeIn>[3]>>[1]) => {
    const owner = JSON.stringify([lab.lab, member.group ?? member.id, member.group === undefined]);
    await within.raw('select pg_advisory_xact_lock(hashtext(?))', [owner]);
    const others = (await attemptsOf(within, parts, member)).filter(({ id }) => id !== attempt.id);
    const tokens = tokensFor(lab, others, arrived);
    if (tokens.left === 0) throw new Wrong(filled, noTokenLeft(tokens, parts.roll.course.timeZone));
  };
}

/** Says when the next one comes back. */
export function noTokenLeft({ of, nextAt }: Tokens, timeZone: string): string {
  const next = nextAt ? ` The next comes back on ${moment(nextAt.toString(), timeZone).text}.` : '';
  return `None of your ${of} attempts is left.${next}`;
}
