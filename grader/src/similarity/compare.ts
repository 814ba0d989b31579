import { statSync } from 'node:fs';
import { clustersOf } from './clusters.ts';
import { type Overlap, overlapOf } from './overlap.ts';
import { type Link, linksOf, pairsOf } from './pairs.ts';
import { type Reading, readAll, starterOf } from './reading.ts';
import { type Candidate, type Compared, type Options, type Similarity, SimilarityError } from './similarity.ts';

/** More would take a table of more than 16 MB, and somebody's months of reading. */
const MOST_SUBMISSIONS = 2_000;
/**
 * Measured on Lab 01 (test/similarity): copies with every name, text, comment and the layout changed are alike to 1.00; with the
 * order of all declarations turned round and all files joined besides, to 0.75. Correct services by people who did not know each
 * other's are alike to 0.03 at most, and the course's solution of another lab, built from the same starter, to 0.15.
 */
export const THRESHOLD = 0.5;
/** Code that more than half of the class has comes from a lecture or the task. */
export const COMMON = 0.5;
/** Of a small class, most may have copied: what at most so many have, counts. */
const FEW = 10;
/** Fingerprints, some 35 lines: half of what the first checkpoint of a lab takes. Less is alike by chance. */
const TOO_LITTLE = 20;
const BARS = 20;

/**
 * Compares every submission with every other by winnowed fingerprints, as Dolos does.
 * @throws SimilarityError when there is no such lab or folder, or the submissions are too many.
 */
export async function compare(candidates: Candidate[], options: Options): Promise<Similarity> {
  assertComparable(candidates);
  const { lab, threshold = THRESHOLD, common = COMMON } = options;
  const starter = await starterOf(options);
  const readings = await readAll(candidates, options);
  const prints = readings.map((reading) => reading.prints);
  const overlap = overlapOf(prints, { starter, most: Math.max(FEW, common * candidates.length) });
  const submissions = readings.map((reading, at) => comparedOf(reading, overlap, at));
  const links = linksOf(overlap).filter((link) => isEnough(link, submissions));
  addNearest(submissions, links);
  const alike = links.filter(({ similarity }) => similarity >= threshold);
  return {
    ...{ lab, threshold, common, submissions },
    pairs: pairsOf(links, { readings, overlap, threshold }),
    clusters: clustersOf(alike, readings.length).map((places) => places.map((at) => candidates[at]?.id ?? '')),
    histogram: histogramOf(submissions),
  };
}

function assertComparable(candidates: Candidate[]): void {
  if (candidates.length > MOST_SUBMISSIONS) {
    const limit = `at most ${MOST_SUBMISSIONS} are compared at once`;
    throw new SimilarityError(`There are ${candidates.length} submissions; ${limit}. Compare them section by section.`);
  }
  const ids = new Set<string>();
  for (const { id, folder } of candidates) {
    if (ids.has(id)) throw new SimilarityError(`The id "${id}" stands twice. Give each submission one of its own.`);
    ids.add(id);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) continue;
    throw new SimilarityError(`The submission of "${id}" should be in ${folder}, which is no folder.`);
  }
}

function comparedOf({ candidate, paths, notes }: Reading, overlap: Overlap, at: number): Compared {
  const fingerprints = overlap.totals[at] ?? 0;
  const common = overlap.common[at] ?? 0;
  const mostly = 'Most of its code is in many other submissions too, so it does not count; --common 100 counts it.';
  return {
    ...candidate,
    ...{ files: paths.length, fingerprints, common, highest: 0 },
    tooLittle: fingerprints < TOO_LITTLE,
    notes: common > fingerprints ? [mostly, ...notes] : notes,
  };
}

function isEnough({ left, right }: Link, submissions: Compared[]): boolean {
  return submissions[left]?.tooLittle === false && submissions[right]?.tooLittle === false;
}

/** The links come most alike first. */
function addNearest(submissions: Compared[], links: Link[]): void {
  for (const { left, right, similarity } of links) {
    const [one, other] = [submissions[left], submissions[right]];
    if (!one || !other) continue;
    if (one.nearest === undefined) Object.assign(one, { nearest: other.id, highest: similarity });
    if (other.nearest === undefined) Object.assign(other, { nearest: one.id, highest: similarity });
  }
}

function histogramOf(submissions: Compared[]): number[] {
  const bars = new Array<number>(BARS).fill(0);
  for (const { highest, tooLittle } of submissions) {
    const at = Math.min(BARS - 1, Math.floor(highest * BARS));
    if (!tooLittle) bars[at] = (bars[at] ?? 0) + 1;
  }
  return bars;
}
