import type { Fingerprints } from './fingerprints.ts';

/** How much of each submission is found in each other one, counted in fingerprints. */
export interface Overlap {
  /** Fingerprints of each submission that count. */
  totals: Uint32Array;
  /** Of submission `of`, those that are in submission `inside` too. */
  covered(of: number, inside: number): number;
  /** Hashes that do not count: of the starter, and those that most have. */
  ignored: ReadonlySet<number>;
  /** Of each submission, the fingerprints that do not count because most have them. */
  common: Uint32Array;
}

export interface OverlapOptions {
  /** The hashes of the starter. */
  starter: ReadonlySet<number>;
  /** A fingerprint that more submissions have than this does not count. */
  most: number;
}

/** The submissions that have a fingerprint, and how often each has it. */
interface Holders {
  hash: number;
  submissions: number[];
  times: number[];
}

/** Goes through each fingerprint once, so pairs that share nothing cost nothing. */
export function overlapOf(prints: Fingerprints[], { starter, most }: OverlapOptions): Overlap {
  const size = prints.length;
  const covered = new Uint32Array(size * size);
  const totals = new Uint32Array(size);
  const common = new Uint32Array(size);
  const ignored = new Set(starter);
  for (const holders of holdersIn(prints)) {
    if (starter.has(holders.hash)) continue;
    const isCommon = holders.submissions.length > most;
    if (isCommon) ignored.add(holders.hash);
    addTimes(isCommon ? common : totals, holders);
    if (!isCommon) addCovered(covered, holders, size);
  }
  return { totals, common, ignored, covered: (of, inside) => covered[of * size + inside] ?? 0 };
}

/** Sorted as numbers: hash and submission in one, for there may be millions. */
function* holdersIn(prints: Fingerprints[]): Generator<Holders> {
  const size = prints.length;
  const keys = new Float64Array(prints.reduce((sum, { hashes }) => sum + hashes.length, 0));
  let filled = 0;
  prints.forEach(({ hashes }, submission) => {
    for (const hash of hashes) keys[filled++] = hash * size + submission;
  });
  keys.sort();
  let holders: Holders = { hash: -1, submissions: [], times: [] };
  for (const key of keys) {
    const hash = Math.floor(key / size);
    if (hash !== holders.hash) {
      if (holders.hash >= 0) yield holders;
      holders = { hash, submissions: [], times: [] };
    }
    count(holders, key - hash * size);
  }
  if (holders.hash >= 0) yield holders;
}

function count({ submissions, times }: Holders, submission: number): void {
  if (submissions.at(-1) !== submission) {
    submissions.push(submission);
    times.push(0);
  }
  times[times.length - 1] = (times.at(-1) ?? 0) + 1;
}

function addTimes(sums: Uint32Array, { submissions, times }: Holders): void {
  submissions.forEach((submission, at) => {
    sums[submission] = (sums[submission] ?? 0) + (times[at] ?? 0);
  });
}

function addCovered(covered: Uint32Array, { submissions, times }: Holders, size: number): void {
  submissions.forEach((of, at) => {
    for (const inside of submissions) {
      if (of === inside) continue;
      covered[of * size + inside] = (covered[of * size + inside] ?? 0) + (times[at] ?? 0);
    }
  });
}
