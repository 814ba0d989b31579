import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type Candidate, SimilarityError } from './similarity.ts';

/** Whom to compare, and in `notes` what was left out. */
export interface Candidates {
  candidates: Candidate[];
  notes: string[];
}

/**
 * The submissions that a path names: a folder with one folder for each, or a roster.
 * @throws SimilarityError when it is neither, or names none.
 */
export function candidatesIn(path: string, lab: string): Candidates {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) throw new SimilarityError(`There is no ${path}. Give a folder of submissions or a roster.csv.`);
  return entry.isDirectory() ? inFolder(path) : inRoster(path, lab);
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

type Row = Partial<Record<'id' | 'name' | 'group' | 'lab' | 'submission', string>>;

function inRoster(path: string, lab: string): Candidates {
  const rows = rowsOf(path);
  const notes: string[] = [];
  const candidates = new Map<string, Candidate>();
  rows.forEach(({ id, name, group, lab: of, submission }, at) => {
    if (!id) throw new SimilarityError(`${path}, row ${at + 1}: The id is missing. Fill it in.`);
    if (!submission || (of && of !== lab)) return;
    const folder = resolve(dirname(path), submission);
    const shown = name || id;
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      notes.push(`Left out: "${submission}" of ${shown}, row ${at + 1}, is no folder here.`);
      return;
    }
    // A group's folder may stand on the line of each of them.
    const key = group ? `${group}\n${folder}` : `\n${at}`;
    const known = candidates.get(key);
    if (known) known.name += `, ${shown}`;
    else candidates.set(key, { id, name: shown, folder, ...(group ? { group } : {}) });
  });
  if (candidates.size === 0) {
    throw new SimilarityError(
      [`${path} names no folder of a submission for lab ${lab}. Its column submission should.`, ...notes].join(' '),
    );
  }
  return { candidates: [...candidates.values()], notes };
}

function rowsOf(path: string): Row[] {
  let rows: Row[];
  try {
    rows = parse(readFileSync(path), { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw new SimilarityError(`${path} cannot be read as CSV: ${(error as Error).message}.`);
  }
  const missing = ['id', 'submission'].filter((column) => !(column in (rows[0] ?? {})));
  if (missing.length === 0) return rows;
  throw new SimilarityError(
    `${path} has no column ${missing.join(' and no column ')}. Begin with the header id,name,group,lab,submission.`,
  );
}
