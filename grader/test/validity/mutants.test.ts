import { availableParallelism } from 'node:os';
import { course, knownLabs } from '../../src/cli/labs.ts';
import { loadLab } from '../../src/lab.ts';
import { openPool, type Pool } from '../../src/pool.ts';
import type { Rubric } from '../../src/types.ts';
import type { Mutant } from '../../src/validity/mutant.ts';
import { loadMutants, mutated } from '../../src/validity/mutate.ts';
import { tryMutant } from '../../src/validity/verify.ts';

const labs = await Promise.all(knownLabs().map(async (lab) => [lab, await loadMutants(course, lab)] as const));

// A contract is imported once, and declares its checks then.
const rubrics = new Map<string, Rubric>();
for (const lab of knownLabs()) rubrics.set(lab, (await loadLab(course, lab)).rubric);

function rubricOf(lab: string): Rubric {
  return rubrics.get(lab) as Rubric;
}

/** Of the checks that catch it: what comes later is not tried. */
function lastCheckpointOf({ checks, checkpoints }: Rubric, { kills }: Mutant): string {
  const of = new Set(checks.filter(({ id }) => kills.includes(id)).map(({ checkpoint }) => checkpoint));
  return checkpoints.findLast(({ id }) => of.has(id))?.id ?? '';
}

let pool: Pool;
beforeAll(async () => {
  // Half of the time a mutant waits: for its start, or for a time limit.
  pool = await openPool({ course, workers: 2 * availableParallelism() });
});
afterAll(() => pool[Symbol.asyncDispose]());

test.each(labs)('%s: every check has a mutant that it alone catches', (lab, mutants) => {
  const { checks } = rubricOf(lab);
  const alone = new Set(mutants.filter(({ kills }) => kills.length === 1).flatMap(({ kills }) => kills));
  expect(checks.map(({ id }) => id).filter((id) => !alone.has(id))).toEqual([]);
});

test.each(labs)('%s: what a mutant changes stands exactly once in the reference solution', async (lab, mutants) => {
  for (const mutant of mutants) await (await mutated(course, lab, mutant))[Symbol.asyncDispose]();
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});

/** Looked at again alone: side by side, mistakes may hide that show only at the right moment. */
const unseen: [string, Mutant][] = [];

async function tried(lab: string, mutant: Mutant) {
  const how = { checks: mutant.kills, checkpoint: lastCheckpointOf(rubricOf(lab), mutant) };
  const { survived, falseAlarms } = await tryMutant(pool, { course, lab }, mutant, undefined, how);
  return { mutant: mutant.id, survived, falseAlarms };
}

for (const [lab, mutant] of labs.flatMap(([lab, mutants]) => mutants.map((mutant) => [lab, mutant] as const))) {
  test.concurrent(`${lab}: ${mutant.kills.join(', ')} catches: ${mutant.describes}`, async () => {
    const { survived, falseAlarms } = await tried(lab, mutant);
    expect(falseAlarms).toEqual([]);
    if (survived) unseen.push([lab, mutant]);
  });
}

test('what was not caught beside others is caught alone', async () => {
  for (const [lab, mutant] of unseen) {
    expect(await tried(lab, mutant)).toEqual({ mutant: mutant.id, survived: false, falseAlarms: [] });
  }
  // A crowd may hide a few; a check that never works would be hidden as well, if it were many.
  expect(unseen.length).toBeLessThan(10);
});
