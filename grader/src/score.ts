import type { CheckpointScore, CheckResult, Rubric } from './types.ts';

/** Points of each check and checkpoint. Points of checks that do not apply are shared out over the rest. */
export interface Score {
  /** Whole, rounded once, half up, and the maximum only when all is passed; null when a check is faulted: then nothing may be recorded. */
  total: number | null;
  max: number;
  checkpoints: CheckpointScore[];
  pointsOf: Map<string, { points: number; earned: number }>;
}

export function score({ checkpoints }: Pick<Rubric, 'checkpoints'>, results: CheckResult[]): Score {
  const pointsOf: Score['pointsOf'] = new Map();
  const scored = checkpoints.map((checkpoint) => {
    const own = results.filter(({ check }) => check.checkpoint === checkpoint.id);
    const shares = own.reduce((sum, result) => sum + shareOf(result), 0);
    const worth = shares === 0 ? 0 : checkpoint.points / shares;
    for (const result of own) pointsOf.set(result.check.id, pointsFor(result, worth));
    return { ...checkpoint, earned: sum(own.map(({ check }) => pointsOf.get(check.id)?.earned ?? 0)) };
  });
  const max = sum(checkpoints.map(({ points }) => points));
  const faulted = results.some(({ verdict }) => verdict.status === 'faulted');
  return { total: faulted ? null : rounded(scored, results, max), max, checkpoints: scored, pointsOf };
}

function shareOf({ check, verdict }: CheckResult): number {
  return verdict.status === 'not applicable' ? 0 : check.weight;
}

function pointsFor(result: CheckResult, worth: number) {
  const points = shareOf(result) * worth;
  return { points, earned: result.verdict.status === 'passed' ? points : 0 };
}

/** Of the points that apply, as a share of all: a checkpoint of which nothing applies counts for nothing. */
function rounded(checkpoints: CheckpointScore[], results: CheckResult[], max: number): number {
  const applies = (id: string) => results.some((result) => result.check.checkpoint === id && shareOf(result) > 0);
  const possible = sum(checkpoints.filter(({ id }) => applies(id)).map(({ points }) => points));
  const earned = sum(checkpoints.map((checkpoint) => checkpoint.earned));
  return wholePoints(earned, possible, max);
}

/** Shares such as 20/3 do not add up to a whole number exactly. */
const ALMOST = 1e-9;

/** What was earned of what was possible, as whole points of `max`, half up; all of them only for all. */
export function wholePoints(earned: number, possible: number, max: number): number {
  if (possible === 0) return 0;
  const points = Math.floor((earned / possible) * max + 0.5 + ALMOST);
  return earned < possible - ALMOST ? Math.min(points, max - 1) : points;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
