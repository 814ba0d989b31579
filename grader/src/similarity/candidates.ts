import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { type Member, type Roster, readRoster } from '../course/roster.ts';
import { RosterError } from '../course/roster-csv.ts';
import { openStage } from '../deploy/stage.ts';
import { IngestError } from '../ingest/errors.ts';
import { ingest } from '../ingest/ingest.ts';
import { unpack } from '../ingest/parcel.ts';
import { sourceOf } from '../ingest/source.ts';
import { type Candidate, SimilarityError } from './similarity.ts';

/** Whom to compare, and in `leftOut` a line on each of the others. Disposing it removes what was unpacked. */
export interface Candidates extends AsyncDisposable {
  candidates: Candidate[];
  leftOut: string[];
}

/** Which lab, of all that there are. */
interface Course {
  lab: string;
  labs: string[];
  signal: AbortSignal;
}

/** What somebody has handed in, and how it is called where it is left out. */
interface Named {
  id: string;
  name: string;
  source: string;
  place: string;
}

/** As many as `class grade` reads. */
const READ_AT_ONCE = 4;

/**
 * The submissions that a path names: a folder with a folder or a zip for each, or a roster. Zips and repositories are unpacked.
 * @throws SimilarityError when it is neither, or names none.
 */
export async function candidatesIn(path: string, course: Course): Promise<Candidates> {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) throw new SimilarityError(`There is no ${path}. Give a folder of submissions or a roster.csv.`);
  const [base, named] = entry.isDirectory() ? [path, inFolder(path)] : [dirname(path), inRoster(path, course)];
  await using opened = new AsyncDisposableStack();
  const stage = opened.use(await openStage());
  const limit = pLimit(READ_AT_ONCE);
  const read = await Promise.all(
    named.map((one, at) => limit(() => readOne(one, { base, into: join(stage.folder, String(at)), ...course }))),
  );
  const candidates = read.filter((one) => typeof one !== 'string');
  const leftOut = read.filter((one) => typeof one === 'string');
  const kept = opened.move();
  return { candidates, leftOut, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function inFolder(path: string): Named[] {
  if (['package.json', 'Procfile'].some((name) => existsSync(join(path, name)))) {
    throw new SimilarityError(`${path} is one submission. Give the folder that holds all of them.`);
  }
  const names = readdirSync(path).filter((name) => !name.startsWith('.'));
  if (names.length === 0)
    throw new SimilarityError(`${path} is empty. Each submission must be a folder or a zip in it.`);
  return names.sort().map((name) => ({ id: name, name, source: `./${name}`, place: name }));
}

function inRoster(path: string, { lab, labs }: Course): Named[] {
  const { members, handedIn } = rosterIn(path, { lab, labs });
  const memberOf = new Map(members.map((member) => [member.id, member]));
  const byOwner = new Map<string, Named>();
  for (const { member: id, source, line } of handedIn.filter((one) => one.lab === lab)) {
    const { name, group } = memberOf.get(id) as Member;
    // What one of a group hands in, all have handed in.
    const owner = JSON.stringify(group ? { group } : { id });
    const known = byOwner.get(owner);
    if (known) known.name += `, ${name}`;
    else byOwner.set(owner, { id, name, source, place: `${name}, line ${line}` });
  }
  if (byOwner.size > 0) return [...byOwner.values()];
  throw new SimilarityError(`${path} names no submission for lab ${lab}. Its column submission should.`);
}

function rosterIn(path: string, course: Pick<Course, 'lab' | 'labs'>): Roster {
  try {
    return readRoster(readFileSync(path), course);
  } catch (error) {
    if (error instanceof RosterError) throw new SimilarityError(`${path}: ${error.message}`);
    throw error;
  }
}

interface Place {
  base: string;
  /** A folder that is not there yet. */
  into: string;
  signal: AbortSignal;
}

/** What to compare, or why it is left out. */
async function readOne({ id, name, source, place }: Named, where: Place): Promise<Candidate | string> {
  try {
    return { id, name, folder: await codeOf(source, where) };
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    return `Left out: ${place}: ${error.message}`;
  }
}

/** The folder that holds the code. @throws IngestError when there is none. */
async function codeOf(source: string, { base, into, signal }: Place): Promise<string> {
  const told = await sourceOf(source, base);
  if (told.kind === 'folder') return told.path;
  const ingested = told.kind === 'url' ? told : await ingest(source, { base, signal });
  if (ingested.kind === 'url') {
    throw new IngestError('bad source', `${source} is a service at a URL, and its code is not here.`, 'Read it there.');
  }
  await unpack(ingested.parcel.bytes, into);
  return into;
}
