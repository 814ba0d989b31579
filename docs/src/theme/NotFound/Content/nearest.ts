/** Of these paths the most similar ones, at most three; none that has little in common with what was asked for. */
export function nearest(asked: string, paths: string[]): string[] {
  const wanted = pairs(asked);
  const rated = paths.map((path) => ({ path, likeness: likeness(wanted, pairs(path)) }));
  const best = Math.max(...rated.map(({ likeness }) => likeness));
  // 0.6: a slip of a few letters, or a part of the path that is missing.
  const close = rated.filter(({ likeness }) => likeness > 0.6 && likeness > best - 0.15);
  const sorted = close.sort((one, other) => other.likeness - one.likeness);
  return sorted.slice(0, 3).map(({ path }) => path);
}

/** Sørensen and Dice: what two texts share of their pairs of letters. */
function likeness(one: Set<string>, other: Set<string>): number {
  return (2 * one.intersection(other).size) / (one.size + other.size || 1);
}

function pairs(path: string): Set<string> {
  const text = path.toLowerCase().replaceAll(/[^a-z\d]+/g, '/');
  return new Set(Array.from(text.slice(1), (letter, at) => text[at] + letter));
}
