import { Temporal } from 'temporal-polyfill';
import type { Scored } from './attempts.ts';
import type { CourseLab } from './course-file.ts';
import { penaltyOf } from './late.ts';
import { type Points, pointsAfter, wholeWeight } from './points.ts';

/** An attempt that may count. */
export interface Candidate {
  attempt: Scored;
  lateDays: number;
}

/** A lab and the attempts that may count for it. */
export interface LabCase {
  lab: CourseLab;
  candidates: Candidate[];
}

/** The attempt that counts for a lab, and what it gives. */
export interface Counted extends Candidate {
  graceDays: number;
  /** Per cent. */
  penalty: number;
  points: Points;
}

interface Plan {
  value: Points;
  used: number;
  counted: Map<string, Counted>;
}

/**
 * Shares the bank of grace days out over the labs, and chooses the attempt that counts for each, such that the weighted
 * total is the highest; among equals with the fewest grace days, and those on the labs that are due first.
 *
 * Spending in order of due dates would be simpler, but then more time for one lab can cost a student points: an attempt
 * that an extension saves may eat the days that were worth more elsewhere. The best share never falls with an extension.
 */
export function shareGrace(bank: number, cases: LabCase[]): Map<string, Counted> {
  const ordered = cases.toSorted((a, b) => Temporal.ZonedDateTime.compare(a.lab.due, b.lab.due));
  const nothing: Plan = { value: 0n, used: 0, counted: new Map() };
  // plans[n]: the best for the labs so far with at most n days.
  let plans = Array.from({ length: bank + 1 }, () => nothing);
  for (const { lab, candidates } of ordered) {
    const choices = choicesOf(lab, candidates);
    if (choices.length > 0) plans = plans.map((_, days) => bestPlan(lab, choices, plans.slice(0, days + 1)));
  }
  return (plans.at(-1) ?? nothing).counted;
}

/** What counts with at most 0, 1, 2 … grace days; of equals the earliest, which is the least late. */
function choicesOf(lab: CourseLab, candidates: Candidate[]): Counted[] {
  const latest = Math.max(-1, ...candidates.map(({ lateDays }) => lateDays));
  const most = Math.min(lab.late.graceDays, latest);
  return Array.from({ length: most + 1 }, (_, days) =>
    candidates
      .map((candidate) => withGrace(lab, candidate, days))
      .reduce((best, next) => (next.points > best.points ? next : best)),
  );
}

function withGrace({ late }: CourseLab, candidate: Candidate, days: number): Counted {
  const graceDays = Math.min(days, candidate.lateDays);
  const penalty = penaltyOf(late, candidate.lateDays, graceDays);
  return { ...candidate, graceDays, penalty, points: pointsAfter(candidate.attempt.score, penalty) };
}

function bestPlan(lab: CourseLab, choices: Counted[], before: Plan[]): Plan {
  const plans = choices.slice(0, before.length).map((choice, days) => {
    const rest = before[before.length - 1 - days] as Plan;
    const value = rest.value + choice.points * wholeWeight(lab.weight);
    return { value, used: rest.used + choice.graceDays, rest, choice };
  });
  const best = plans.reduce((a, b) => (b.value > a.value || (b.value === a.value && b.used < a.used) ? b : a));
  return { value: best.value, used: best.used, counted: new Map([...best.rest.counted, [lab.lab, best.choice]]) };
}
