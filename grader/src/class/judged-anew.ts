import { wholePoints } from '../score.ts';
import type { Check, Outcome, Report } from '../types.ts';

/** Those checks and all that need them, however far. */
export function withDependents(checks: Pick<Check, 'id' | 'needs'>[], ids: string[]): string[] {
  const found = new Set(ids);
  // Checks are declared after what they need.
  for (const { id, needs } of checks) if (needs.some((need) => found.has(need))) found.add(id);
  return checks.map(({ id }) => id).filter((id) => found.has(id));
}

/** A report in which these checks are judged as a fresh run judged them; the others keep their verdict, and all their points. */
export function judgedAnew(old: Report, fresh: Report, ids: string[]): Report {
  const anew = new Map(fresh.outcomes.map((outcome) => [outcome.id, outcome]));
  const outcomes = old.outcomes.map((outcome) => {
    const replaced = ids.includes(outcome.id) ? anew.get(outcome.id) : undefined;
    if (!replaced) return outcome;
    const { points } = outcome;
    return { ...replaced, points, earned: replaced.status === 'passed' ? points : 0 };
  });
  const checkpoints = old.checkpoints.map((checkpoint) => ({
    ...checkpoint,
    earned: sum(outcomes.filter((outcome) => outcome.checkpoint === checkpoint.id)),
  }));
  const { pressed: _, ...kept } = old;
  const pressed = fresh.pressed?.filter((id) => ids.includes(id));
  return {
    ...kept,
    ...(pressed?.length ? { pressed } : {}),
    outcomes,
    checkpoints,
    score: totalOf(outcomes, old.maxScore),
  };
}

function sum(outcomes: Outcome[]): number {
  return outcomes.reduce((total, { earned }) => total + earned, 0);
}

/** Rounded as the first time; null when a check is faulted. */
function totalOf(outcomes: Outcome[], max: number): number | null {
  if (outcomes.some(({ status }) => status === 'faulted')) return null;
  const possible = outcomes.reduce((total, { points }) => total + points, 0);
  return wholePoints(sum(outcomes), possible, max);
}
