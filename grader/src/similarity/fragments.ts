import type { Fingerprints } from './fingerprints.ts';

/** Fingerprints that follow one another on both sides: `length` of them, from these indices on. */
export interface Run {
  left: number;
  right: number;
  length: number;
}

/** Of one pair: nobody reads more, and looking for runs inside runs takes their square. */
const MOST_RUNS = 500;

/** The runs of equal fingerprints, longest first, at most 500: within a file on each side, none inside another. */
export function runsOf(left: Fingerprints, right: Fingerprints, ignored: ReadonlySet<number>): Run[] {
  const runs: Run[] = [];
  for (const [at, to] of matchesOf(left, right, ignored)) {
    const last = runs.at(-1);
    if (last && continues(last, at, to, left, right)) last.length += 1;
    else runs.push({ left: at, right: to, length: 1 });
  }
  return outermost(runs);
}

/** By diagonal, so that what follows one another stands together. */
function matchesOf(left: Fingerprints, right: Fingerprints, ignored: ReadonlySet<number>): [number, number][] {
  const places = new Map<number, number[]>();
  left.hashes.forEach((hash, at) => {
    if (!ignored.has(hash)) places.set(hash, [...(places.get(hash) ?? []), at]);
  });
  const matches: [number, number][] = [];
  right.hashes.forEach((hash, to) => {
    for (const at of places.get(hash) ?? []) matches.push([at, to]);
  });
  return matches.sort(([a, b], [c, d]) => a - b - (c - d) || a - c);
}

function continues(run: Run, at: number, to: number, left: Fingerprints, right: Fingerprints): boolean {
  const follows = at === run.left + run.length && to === run.right + run.length;
  return follows && left.files[at] === left.files[run.left] && right.files[to] === right.files[run.right];
}

/** A short run inside a longer one on both sides is a repetition, as of two alike lines of a list. */
function outermost(runs: Run[]): Run[] {
  const kept: Run[] = [];
  const longestFirst = runs.sort((a, b) => b.length - a.length || a.left - b.left || a.right - b.right);
  for (const run of longestFirst.slice(0, MOST_RUNS)) {
    if (!kept.some((longer) => isInside(run, longer))) kept.push(run);
  }
  return kept;
}

function isInside(run: Run, longer: Run): boolean {
  const within = (side: 'left' | 'right') =>
    run[side] >= longer[side] && run[side] + run.length <= longer[side] + longer.length;
  return within('left') && within('right');
}
