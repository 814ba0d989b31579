/**
 * Points without error of arithmetic: whole numbers of ten-thousand-millionths (10⁻¹⁰) of a point. A score is held to six
 * decimals, a penalty in per cent to two, and their product needs no rounding.
 */
export type Points = bigint;

/** What is left of a score (0 to 100) after a penalty (0 to 100 per cent). */
export function pointsAfter(score: number, penalty: number): Points {
  return BigInt(Math.round(score * 1e6)) * BigInt(10_000 - Math.round(penalty * 100));
}

/** Points as they are shown, or a sum of them over its `parts`: rounded once, half up, to one decimal. */
export function rounded(points: Points, parts: bigint = 1n): number {
  const tenth = parts * 10n ** 9n;
  return Number((2n * points + tenth) / (2n * tenth)) / 10;
}

/** A weight as a whole number, so that it can multiply points. */
export function wholeWeight(weight: number): bigint {
  return BigInt(Math.round(weight * 100));
}
