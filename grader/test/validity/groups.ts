import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { course } from '../../src/cli/labs.ts';
import type { Check, Rubric } from '../../src/types.ts';
import { type Edit, edited, type Mutant } from '../../src/validity/mutant.ts';

/** Mutants that go into one service. */
export type Group = Mutant[];

/** More in one service would often get in each other's way. */
const LARGEST = 8;

/**
 * Puts mutants together, each with others than in the last run. Conformance is judged when all else has been tried:
 * mistakes that different checks catch share one such run. So do those that need the same instances.
 */
export function groupsOf({ lab, checks }: Rubric, mutants: Mutant[]): Group[] {
  const conformance = new Set(checks.filter(({ clause }) => clause === 'openapi.yaml').map(({ id }) => id));
  const { true: whole = [], false: others = [] } = Object.groupBy(mutants, ({ kills }) =>
    String(kills.some((id) => conformance.has(id))),
  );
  const instances = instancesOf(checks);
  const alike = shuffled(others).sort((a, b) => instances(b).localeCompare(instances(a)));
  return [
    ...packed(shuffled(whole), haveACheckInCommon, whole.length),
    ...packed(alike, collisions(lab, checks), LARGEST),
  ];
}

type Collide = (a: Mutant, b: Mutant) => boolean;

function packed(mutants: Mutant[], collide: Collide, largest: number): Group[] {
  const groups: Group[] = [];
  for (const mutant of mutants) {
    const open = groups.find((group) => group.length < largest && !group.some((other) => collide(mutant, other)));
    if (open) open.push(mutant);
    else groups.push([mutant]);
  }
  return groups;
}

function haveACheckInCommon(a: Mutant, b: Mutant): boolean {
  return a.kills.some((id) => b.kills.includes(id));
}

/** They change the same place, or one is caught by a check that the checks of the other need. */
function collisions(lab: string, checks: Check[]): Collide {
  const needs = needsOf(checks);
  const read = (file: string) => readFileSync(join(course, 'solutions', lab, file), 'utf8');
  return (a, b) =>
    a.kills.some((id) => needs(b).has(id)) ||
    b.kills.some((id) => needs(a).has(id)) ||
    filesOf(a).some((file) => {
      const [ours, theirs] = [a, b].map(({ edits }) => edits.filter((edit) => edit.file === file)) as [Edit[], Edit[]];
      const made = allEdited(read(file), [...ours, ...theirs]);
      return made === undefined || made !== allEdited(read(file), [...theirs, ...ours]);
    });
}

function allEdited(text: string, edits: Edit[]): string | undefined {
  return edits.reduce<string | undefined>((made, edit) => made && edited(made, edit), text);
}

/** What a mutant's run starts beside the main instance. */
function instancesOf(checks: Check[]): (mutant: Mutant) => string {
  const needs = needsOf(checks);
  return (mutant) => {
    const tried = checks.filter(({ id, demands }) => demands.includes('lifecycle') && needs(mutant).has(id));
    return [...new Set(tried.map(({ at = 'lifecycle' }) => at))].sort().join();
  };
}

/** The checks that catch a mutant, and all that these need. */
function needsOf(checks: Check[]): (mutant: Mutant) => Set<string> {
  // Each check is declared after what it needs.
  const lastFirst = checks.toReversed();
  return ({ kills }) => {
    const all = new Set(kills);
    for (const { id, needs } of lastFirst) if (all.has(id)) for (const need of needs) all.add(need);
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
