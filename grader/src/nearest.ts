/** A refusal of a name, and which of the names that there are may have been meant. */
export function noneSuch(refusal: string, name: string, names: string[]): string {
  const meant = nearest(name, names);
  return meant.length === 0 ? refusal : `${refusal} The nearest: ${meant.join(', ')}.`;
}

/** The names, three at most, that share the most pairs of letters with this one. */
function nearest(name: string, names: string[]): string[] {
  const pairs = Array.from({ length: name.length - 1 }, (_, at) => name.slice(at, at + 2).toLowerCase());
  const shared = (other: string) => pairs.filter((pair) => other.toLowerCase().includes(pair)).length;
  return names
    .map((other) => ({ other, alike: shared(other) }))
    .filter(({ alike }) => alike > 0)
    .sort((one, two) => two.alike - one.alike || one.other.length - two.other.length)
    .slice(0, 3)
    .map(({ other }) => other);
}
