import type { Link } from './pairs.ts';

/** Submissions, by their places in the list, that a chain of links holds together; the largest first, each in order. */
export function clustersOf(links: Link[], size: number): number[][] {
  const parents = Array.from({ length: size }, (_, at) => at);
  for (const { left, right } of links) parents[rootOf(parents, left)] = rootOf(parents, right);
  const clusters = Map.groupBy(parents.keys(), (at) => rootOf(parents, at));
  return [...clusters.values()].filter(({ length }) => length > 1).sort((a, b) => b.length - a.length);
}

/** Halves the way on the way, so that long chains stay short. */
function rootOf(parents: number[], at: number): number {
  let here = at;
  for (let parent = parents[here] ?? here; parent !== here; parent = parents[here] ?? here) {
    parents[here] = parents[parent] ?? parent;
    here = parent;
  }
  return here;
}
