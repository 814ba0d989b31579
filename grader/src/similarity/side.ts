import type { Fragment, Place } from './similarity.ts';
import type { Source } from './sources.ts';

/** Code of one submission as a page shows it: what is alike, and a little around it. */
export interface ShownFile {
  path: string;
  parts: Part[];
  /** Lines below that the page has no room for. */
  left: number;
}

/** Lines that belong to one fragment, or to none; `skipped` stands for lines that are not shown. */
export type Part = { lines: Line[]; fragment?: number; first?: boolean } | { skipped: number };

export interface Line {
  number: number;
  text: string;
}

/** Lines shown around what is alike. */
const AROUND = 3;
/** Of one side: more makes pages that no browser likes. */
const MOST_LINES = 4_000;

/** Which fragment each line of a file belongs to. */
type Owners = Map<string, Map<number, number>>;

/** The fragments that have a line of their own on both sides, longest first, and the lines that each has there. */
export function marksOf(fragments: Fragment[]): { shown: Fragment[]; left: Owners; right: Owners } {
  const marks = { shown: [] as Fragment[], left: new Map() as Owners, right: new Map() as Owners };
  for (const fragment of fragments) {
    if (!isNew(marks.left, fragment.left) || !isNew(marks.right, fragment.right)) continue;
    own(marks.left, fragment.left, marks.shown.length);
    own(marks.right, fragment.right, marks.shown.length);
    marks.shown.push(fragment);
  }
  return marks;
}

function isNew(owners: Owners, { file, from, to }: Place): boolean {
  const taken = owners.get(file);
  for (let line = from; line <= to; line += 1) if (!taken?.has(line)) return true;
  return false;
}

function own(owners: Owners, { file, from, to }: Place, fragment: number): void {
  const taken = owners.get(file) ?? new Map<number, number>();
  owners.set(file, taken);
  for (let line = from; line <= to; line += 1) if (!taken.has(line)) taken.set(line, fragment);
}

/** The files of one side that have something alike. */
export function shownFiles(sources: Source[], owners: Owners): ShownFile[] {
  let room = MOST_LINES;
  const seen = new Set<number>();
  return sources.flatMap(({ path, text }) => {
    const taken = owners.get(path);
    if (!taken) return [];
    const lines = text.split('\n').map((line, at) => ({ number: at + 1, text: line }));
    const near = lines.filter(({ number }) => isNear(taken, number));
    const kept = near.slice(0, room);
    room -= kept.length;
    return [{ path, parts: partsOf(kept, taken, seen), left: near.length - kept.length }];
  });
}

function isNear(taken: Map<number, number>, number: number): boolean {
  for (let by = -AROUND; by <= AROUND; by += 1) if (taken.has(number + by)) return true;
  return false;
}

function partsOf(lines: Line[], taken: Map<number, number>, seen: Set<number>): Part[] {
  const parts: Part[] = [];
  let last = 0;
  for (const line of lines) {
    if (line.number > last + 1) parts.push({ skipped: line.number - last - 1 });
    last = line.number;
    const fragment = taken.get(line.number);
    const part = parts.at(-1);
    if (part && 'lines' in part && part.fragment === fragment) part.lines.push(line);
    else if (fragment === undefined) parts.push({ lines: [line] });
    else parts.push({ lines: [line], fragment, first: !seen.has(fragment) });
    if (fragment !== undefined) seen.add(fragment);
  }
  return parts;
}
