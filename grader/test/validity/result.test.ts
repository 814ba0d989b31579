import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf } from '../../src/contract-digest.ts';
import { loadMutants } from '../../src/validity/mutate.ts';
import { takenUp } from '../../src/validity/taken-up.ts';
import type { Validity } from '../../src/validity/verify.ts';

const course = join(import.meta.dirname, '..', '..', '..');
const validity = join(course, 'grader', 'validity');
const labs = (await Array.fromAsync(glob('*/result.json', { cwd: validity }))).map(dirname);

// Another contract? `npm run verify:full` measures it anew.
test.each(labs)(
  'the published validity of %s was measured on this very contract, and found nothing wrong',
  async (lab) => {
    const file = join(validity, lab, 'result.json');
    const { digest, survived, falseAlarms, flakes } = JSON.parse(await readFile(file, 'utf8')) as Validity;
    expect(digest).toBe(await digestOf(course, lab));
    expect({ survived, falseAlarms, flakes }).toEqual({ survived: [], falseAlarms: [], flakes: [] });
  },
);

test.each(labs)('the published validity of %s tells of every mutant that there is, and of no other', async (lab) => {
  const { table } = JSON.parse(await readFile(join(validity, lab, 'result.json'), 'utf8')) as Validity;
  const told = table.map(({ mutant, kills }) => `${mutant}: ${kills}`);
  const there = (await loadMutants(course, lab)).map(({ id, kills }) => `${id}: ${kills}`);
  expect(told.sort()).toEqual(there.sort());
});

test('a whole result takes up the verdicts of mutants that were tried later, and keeps all others', () => {
  const row = (mutant: string, describes = mutant) => ({ mutant, describes, kills: [mutant] });
  const alarm = (subject: string) => ({ subject, check: 'a', reason: 'a', seed: 1 });
  const whole: Validity = {
    ...{ lab: '01-address', digest: 'd', on: '2027-02-01', checks: 9, mutants: 3, killed: 1, flakes: [] },
    survived: ['b', 'c'],
    falseAlarms: [alarm('reference'), alarm('mutant b'), alarm('mutant a')],
    good: [{ name: 'reference', runs: 3, perfect: 2 }],
    degenerate: [],
    table: [row('a'), row('b'), row('c')],
  };
  const later: Validity = {
    ...{ ...whole, on: '2027-02-02', mutants: 2, killed: 1, good: [] },
    survived: ['d'],
    falseAlarms: [alarm('mutant d')],
    table: [row('b', 'better'), row('d')],
  };
  expect(takenUp(whole, later)).toEqual({
    ...{ ...whole, on: '2027-02-02', mutants: 4, killed: 2 },
    survived: ['c', 'd'],
    falseAlarms: [alarm('reference'), alarm('mutant a'), alarm('mutant d')],
    table: [row('a'), row('c'), row('b', 'better'), row('d')],
  });
});
