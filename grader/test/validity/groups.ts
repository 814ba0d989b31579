import type { Check, Rubric } from '../../src/types.ts';
import type { Mutant } from '../../src/validity/mutant.ts';

/** Mutants that go into one service. */
export type Group = Mutant[];

/** More in one service would often get in each other's way. */
const LARGEST = 4;

/**
 * Puts mutants together, each with others than in the last run: they change different files, and none is caught by a
 * check that the checks of another need.
 */
export function groupsOf({ checks }: Rubric, mutants: Mutant[]): Group[] {
  const needs = needsOf(checks);
  const collide = (a: Mutant, b: Mutant) =>
    filesOf(a).some((file) => filesOf(b).includes(file)) ||
    a.kills.some((id) => needs(b).has(id)) ||
    b.kills.some((id) => needs(a).has(id));
  const groups: Group[] = [];
  for (const mutant of shuffled(mutants)) {
    const open = groups.find((group) => group.length < LARGEST && !group.some((other) => collide(mutant, other)));
    if (open) open.push(mutant);
    else groups.push([mutant]);
  }
  return groups;
}

/** The checks that catch a mutant, and all that these need: conformance, that nothing else of its checkpoint fails. */
function needsOf(checks: Check[]): (mutant: Mutant) => Set<string> {
  const of = ({ clause, checkpoint, needs }: Check) =>
    clause === 'openapi.yaml' ? checks.filter((it) => it.checkpoint === checkpoint).map(({ id }) => id) : needs;
  // Each check is declared after what it needs.
  const lastFirst = checks.toReversed();
  return ({ kills }) => {
    const all = new Set(kills);
    for (const check of lastFirst) if (all.has(check.id)) for (const need of of(check)) all.add(need);
    return all;
  };
}

function filesOf({ edits }: Mutant): string[] {
  return edits.map(({ file }) => file);
}

function shuffled<T>(all: T[]): T[] {
  const keyed = all.map((it) => ({ it, key: Math.random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ it }) => it);
}
