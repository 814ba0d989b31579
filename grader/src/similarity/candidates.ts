import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Member, type Roster, readRoster } from '../course/roster.ts';
import { RosterError } from '../course/roster-csv.ts';
import { type Candidate, SimilarityError } from './similarity.ts';

/** Whom to compare, and in `notes` what was left out. */
export interface Candidates {
  candidates: Candidate[];
  notes: string[];
}

/** Which lab, of all that there are. */
interface Course {
  lab: string;
  labs: string[];
}

/**
 * The submissions that a path names: a folder with one folder for each, or a roster.
 * @throws SimilarityError when it is neither, or names none.
 */
export function candidatesIn(path: string, course: Course): Candidates {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) throw new SimilarityError(`There is no ${path}. Give a folder of submissions or a roster.csv.`);
  return entry.isDirectory() ? inFolder(path) : inRoster(path, course);
}

function inFolder(path: string): Candidates {
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const [folders, others] = [true, false].map((wanted) =>
    entries
      .filter((entry) => entry.isDirectory() === wanted)
      .map(({ name }) => name)
      .sort(),
  ) as [string[], string[]];
  if (folders.length === 0)
    throw new SimilarityError(`${path} holds no folder. Each submission must be a folder in it.`);
  const notes = others.length > 0 ? [`Left out, for they are no folders: ${others.join(', ')}. Unpack archives.`] : [];
  return { candidates: folders.map((name) => ({ id: name, name, folder: resolve(path, name) })), notes };
}

function inRoster(path: string, { lab, labs }: Course): Candidates {
  const { members, handedIn } = rosterIn(path, { lab, labs });
  const memberOf = new Map(members.map((member) => [member.id, member]));
  const notes: string[] = [];
  const candidates = new Map<string, Candidate>();
  for (const { member: id, source, line } of handedIn.filter((one) => one.lab === lab)) {
    const { name, group } = memberOf.get(id) as Member;
    const folder = resolve(dirname(path), source);
    // What one of a group hands in, all have handed in.
    const key = JSON.stringify(group ? { group } : { id });
    const known = candidates.get(key);
    if (known) known.name += `, ${name}`;
    else if (isFolder(folder)) candidates.set(key, { id, name, folder });
    else notes.push(`Left out: "${source}" of ${name}, line ${line}, is no folder here.`);
  }
  if (candidates.size > 0) return { candidates: [...candidates.values()], notes };
  throw new SimilarityError(
    [`${path} names no folder of a submission for lab ${lab}. Its column submission should.`, ...notes].join(' '),
  );
}

function rosterIn(path: string, course: Course): Roster {
  try {
    return readRoster(readFileSync(path), course);
  } catch (error) {
    if (error instanceof RosterError) throw new SimilarityError(`${path}: ${error.message}`);
    throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
