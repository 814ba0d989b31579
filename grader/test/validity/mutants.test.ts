import { course, knownLabs } from '../../src/cli/labs.ts';
import { loadLab } from '../../src/lab.ts';
import { openPool, type Pool } from '../../src/pool.ts';
import type { Mutant } from '../../src/validity/mutant.ts';
import { loadMutants, mutated } from '../../src/validity/mutate.ts';
import { tryMutant } from '../../src/validity/verify.ts';

const labs = await Promise.all(knownLabs().map(async (lab) => [lab, await loadMutants(course, lab)] as const));

/** Of the checks that catch it: what comes later is not tried. */
async function lastCheckpointOf(lab: string, { kills }: Mutant): Promise<string> {
  const { rubric } = await loadLab(course, lab);
  const of = new Set(rubric.checks.filter(({ id }) => kills.includes(id)).map(({ checkpoint }) => checkpoint));
  return rubric.checkpoints.findLast(({ id }) => of.has(id))?.id ?? '';
}

let pool: Pool;
beforeAll(async () => {
  pool = await openPool({ course });
});
afterAll(() => pool[Symbol.asyncDispose]());

test.each(labs)('%s: every check has a mutant that it alone catches', async (lab, mutants) => {
  const { rubric } = await loadLab(course, lab);
  const alone = new Set(mutants.filter(({ kills }) => kills.length === 1).flatMap(({ kills }) => kills));
  expect(rubric.checks.map(({ id }) => id).filter((id) => !alone.has(id))).toEqual([]);
});

test.each(labs)('%s: what a mutant changes stands exactly once in the reference solution', async (lab, mutants) => {
  for (const mutant of mutants) await (await mutated(course, lab, mutant))[Symbol.asyncDispose]();
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});

for (const [lab, mutant] of labs.flatMap(([lab, mutants]) => mutants.map((mutant) => [lab, mutant] as const))) {
  test.concurrent(`${lab}: ${mutant.kills.join(', ')} catches: ${mutant.describes}`, async () => {
    const how = { checks: mutant.kills, checkpoint: await lastCheckpointOf(lab, mutant) };
    const { survived, falseAlarms } = await tryMutant(pool, { course, lab }, mutant, undefined, how);
    expect({ survived, falseAlarms }).toEqual({ survived: false, falseAlarms: [] });
  });
}
