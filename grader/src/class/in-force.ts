/** What a regrade has found for an attempt; null when the grader was at fault. */
export interface Judged {
  score: number | null;
  neverLower: boolean;
}

/**
 * The score that counts: the first, as each applied regrade in turn has left it, with what people have added or taken.
 * Between 0 and 100; null as long as there is none.
 */
export function scoreInForce(first: number | null, applied: Judged[], adjustments: number[]): number | null {
  const judged = applied.reduce(after, first);
  if (judged === null) return null;
  const adjusted = adjustments.reduce((sum, points) => sum + points, judged);
  return Math.min(100, Math.max(0, Math.round(adjusted * 100) / 100));
}

function after(before: number | null, { score, neverLower }: Judged): number | null {
  if (score === null || (neverLower && before !== null && before > score)) return before;
  return score;
}
