import { type Run, runsOf } from './fragments.ts';
import type { Overlap } from './overlap.ts';
import type { Reading } from './reading.ts';
import type { Fragment, Pair, Place } from './similarity.ts';

/** Of all pairs, the most alike ones that are told. */
const MOST_PAIRS = 500;
/** The most alike pairs in which a long fragment is looked for; all pairs of a class of 200. */
const MOST_SEARCHED = 20_000;
/** Of pairs that are alike in part only. */
const MOST_PARTLY = 100;
/** Fingerprints, some 18 lines. Independent services have 6 at most, one copied file of 113 lines has 18 (Lab 01). */
const LONG = 10;

/** Two submissions that share something, by their places in the list. */
export interface Link {
  left: number;
  right: number;
  similarity: number;
}

/** Every pair that shares anything, most alike first. */
export function linksOf({ covered, totals }: Overlap): Link[] {
  const links: Link[] = [];
  for (let left = 0; left < totals.length; left += 1) {
    for (let right = left + 1; right < totals.length; right += 1) {
      const shared = covered(left, right) + covered(right, left);
      const total = (totals[left] ?? 0) + (totals[right] ?? 0);
      if (shared > 0) links.push({ left, right, similarity: shared / total });
    }
  }
  return links.sort((a, b) => b.similarity - a.similarity || a.left - b.left || a.right - b.right);
}

interface Found {
  readings: Reading[];
  overlap: Overlap;
  threshold: number;
}

/** The pairs to tell of, most alike first. */
export function pairsOf(links: Link[], found: Found): Pair[] {
  const told = new Set([...links.slice(0, MOST_PAIRS), ...nearestOf(links), ...partlyOf(links, found)]);
  return links.filter((link) => told.has(link)).map((link) => pairOf(link, found));
}

/** What each submission is most alike with: a large cluster alone could have more pairs than are told. */
function nearestOf(links: Link[]): Link[] {
  const seen = new Set<number>();
  return links.filter(({ left, right }) => {
    const isNearest = !seen.has(left) || !seen.has(right);
    seen.add(left).add(right);
    return isNearest;
  });
}

/** Below the threshold, but with a long fragment. */
function partlyOf(links: Link[], found: Found): Link[] {
  return links
    .slice(0, MOST_SEARCHED)
    .filter(({ similarity }) => similarity < found.threshold)
    .map((link) => ({ link, longest: runsFor(link, found)[0]?.length ?? 0 }))
    .filter(({ longest }) => longest >= LONG)
    .sort((a, b) => b.longest - a.longest)
    .slice(0, MOST_PARTLY)
    .map(({ link }) => link);
}

function runsFor({ left, right }: Link, { readings, overlap }: Found): Run[] {
  const [one, other] = [readings[left], readings[right]];
  return one && other ? runsOf(one.prints, other.prints, overlap.ignored) : [];
}

function pairOf(link: Link, found: Found): Pair {
  const { left, right, similarity } = link;
  const { covered } = found.overlap;
  const runs = runsFor(link, found);
  const longest = runs[0]?.length ?? 0;
  const sides = { left: sideOf(left, right, found), right: sideOf(right, left, found) };
  const isPartly = longest >= LONG || Math.max(sides.left.share, sides.right.share) >= found.threshold;
  return {
    ...sides,
    ...{ similarity, longest },
    overlap: covered(left, right) + covered(right, left),
    partly: similarity < found.threshold && isPartly,
    fragments: runs.filter(isTelling).map((run) => fragmentOf(run, found.readings[left], found.readings[right])),
  };
}

function sideOf(of: number, inside: number, { readings, overlap: { covered, totals } }: Found): Pair['left'] {
  const { id = '', name = '' } = readings[of]?.candidate ?? {};
  return { id, name, share: covered(of, inside) / (totals[of] || 1) };
}

/**
 * A hash has 25 bits, and the smallest are kept, so every fifth pair of honest submissions has one fingerprint in common by
 * chance; two in a row, one pair in millions.
 */
function isTelling({ length }: Run): boolean {
  return length > 1;
}

function fragmentOf({ left, right, length }: Run, one: Reading | undefined, other: Reading | undefined): Fragment {
  return { length, left: placeOf(one, left, length), right: placeOf(other, right, length) };
}

function placeOf(reading: Reading | undefined, first: number, length: number): Place {
  const { files, from, to } = reading?.prints ?? {};
  return {
    file: reading?.paths[files?.[first] ?? 0] ?? '',
    from: from?.[first] ?? 1,
    to: to?.[first + length - 1] ?? 1,
  };
}
