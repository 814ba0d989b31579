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
  const { score } = inForce<Pick<Judged, 'score'>, Judged>({ score: first }, applied);
  if (score === null) return null;
  const adjusted = adjustments.reduce((sum, points) => sum + points, score);
  return Math.min(100, Math.max(0, Math.round(adjusted * 100) / 100));
}

/** The verdict that counts: the first, or that of the last applied regrade that has replaced it. */
export function inForce<F extends Pick<Judged, 'score'>, J extends Judged>(first: F, applied: J[]): F | J {
  return applied.reduce<F | J>((before, judged) => (replaces(judged, before.score) ? judged : before), first);
}

function replaces({ score, neverLower }: Judged, before: number | null): boolean {
  return score !== null && !(neverLower && before !== null && before > score);
}
