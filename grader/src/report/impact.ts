import type { Outcome } from '../types.ts';

/** A failed check and what hangs on it. */
export interface Failure {
  outcome: Outcome;
  /** Its own points, and its part of those of the checks that wait for it. The costs add up to what is missing. */
  cost: number;
  waiting: Outcome[];
}

/** Failed checks; what costs most comes first. */
export function failuresByCost(outcomes: Outcome[]): Failure[] {
  const failed = new Set(outcomes.filter(({ status }) => status === 'failed').map(({ id }) => id));
  return outcomes
    .filter(({ id }) => failed.has(id))
    .map((outcome) => failureOf(outcome, outcomes, failed))
    .sort((one, other) => other.cost - one.cost);
}

function failureOf(outcome: Outcome, outcomes: Outcome[], failed: Set<string>): Failure {
  const waiting = outcomes.filter(({ by }) => by?.includes(outcome.id));
  const parts = waiting.map((it) => lost(it) / causes(it, failed).length);
  return { outcome, waiting, cost: parts.reduce((sum, part) => sum + part, lost(outcome)) };
}

/** Checks that could not be tried though nothing they wait for has failed: no good answer came that they could judge. */
export function untried(outcomes: Outcome[]): Outcome[] {
  const failed = new Set(outcomes.filter(({ status }) => status === 'failed').map(({ id }) => id));
  return outcomes.filter((it) => it.status === 'blocked' && causes(it, failed).length === 0);
}

function causes({ by = [] }: Outcome, failed: Set<string>): string[] {
  return by.filter((id) => failed.has(id));
}

function lost({ points, earned }: Outcome): number {
  return points - earned;
}
