import type { Outcome, Report } from '../types.ts';

/** What one run says and another does not. */
export interface Difference {
  /** The id of a check, or "score". */
  what: string;
  reported: string;
  replayed: string;
}

const ABSENT = 'not there';

/** Two runs of the same checks, outcome by outcome, and their scores; of one check alone, whether it came out the same. */
export function compare(reported: Report, replayed: Report, check?: string): Difference[] {
  const [before, after] = [reported, replayed].map(({ outcomes }) => new Map(outcomes.map((it) => [it.id, it])));
  // The points of one check depend on which others were tried.
  const told = (outcome: Outcome | undefined) => (outcome ? (check ? outcome.status : inWords(outcome)) : ABSENT);
  const ids = check ? [check] : [...new Set([...reported.outcomes, ...replayed.outcomes].map(({ id }) => id))];
  const rows = ids.map((id) => ({ what: id, reported: told(before?.get(id)), replayed: told(after?.get(id)) }));
  const scores = { what: 'score', reported: scoreOf(reported), replayed: scoreOf(replayed) };
  return (check ? rows : [...rows, scores]).filter((row) => row.reported !== row.replayed);
}

function inWords({ status, earned, points }: Outcome): string {
  return `${status}, ${rounded(earned)} of ${rounded(points)}`;
}

function scoreOf({ score, maxScore }: Report): string {
  return score === null ? 'none' : `${score} of ${maxScore}`;
}

/** Shown, not signed: enough to tell two outcomes apart. */
function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}
