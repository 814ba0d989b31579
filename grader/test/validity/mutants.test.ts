import { join } from 'node:path';
import { loadLab } from '../../src/lab.ts';
import { openPool, type Pool } from '../../src/pool.ts';
import { loadMutants, mutated } from '../../src/validity/mutate.ts';
import { tryMutant } from '../../src/validity/verify.ts';

const course = join(import.meta.dirname, '..', '..', '..');
const lab = '01-address';
const mutants = await loadMutants(course, lab);

let pool: Pool;
beforeAll(async () => {
  pool = await openPool({ course });
});
afterAll(() => pool[Symbol.asyncDispose]());

test('every check has a mutant that it alone catches', async () => {
  const { rubric } = await loadLab(course, lab);
  const alone = new Set(mutants.filter(({ kills }) => kills.length === 1).flatMap(({ kills }) => kills));
  expect(rubric.checks.map(({ id }) => id).filter((id) => !alone.has(id))).toEqual([]);
});

test('what a mutant changes stands exactly once in the reference solution', async () => {
  for (const mutant of mutants) await (await mutated(course, lab, mutant))[Symbol.asyncDispose]();
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});

for (const mutant of mutants) {
  test.concurrent(`${mutant.kills.join(', ')} catches: ${mutant.describes}`, async () => {
    const { survived, falseAlarms } = await tryMutant(pool, { course, lab }, mutant, undefined, mutant.kills);
    expect({ survived, falseAlarms }).toEqual({ survived: false, falseAlarms: [] });
  });
}
