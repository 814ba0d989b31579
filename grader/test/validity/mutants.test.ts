import { availableParallelism } from 'node:os';
import { course, knownLabs } from '../../src/cli/labs.ts';
import { loadLab } from '../../src/lab.ts';
import { openPool, type Pool } from '../../src/pool.ts';
import type { Rubric } from '../../src/types.ts';
import type { Mutant } from '../../src/validity/mutant.ts';
import { loadMutants, mutated } from '../../src/validity/mutate.ts';
import { tryMutants } from '../../src/validity/verify.ts';
import { type Group, groupsOf } from './groups.ts';

const labs = await Promise.all(knownLabs().map(async (lab) => [lab, await loadMutants(course, lab)] as const));

// A contract is imported once, and declares its checks then.
const rubrics = new Map<string, Rubric>();
for (const lab of knownLabs()) rubrics.set(lab, (await loadLab(course, lab)).rubric);

function rubricOf(lab: string): Rubric {
  return rubrics.get(lab) as Rubric;
}

/** Of these checks: what comes later is not tried. */
function lastCheckpointOf({ checks, checkpoints }: Rubric, ids: string[]): string {
  const of = new Set(checks.filter(({ id }) => ids.includes(id)).map(({ checkpoint }) => checkpoint));
  return checkpoints.findLast(({ id }) => of.has(id))?.id ?? '';
}

let pool: Pool;
beforeAll(async () => {
  // One run waits, for a start or for a time limit, while others keep the cores busy; where more compete, all are late.
  pool = await openPool({ course, workers: availableParallelism() + 1 });
});
afterAll(() => pool[Symbol.asyncDispose]());

test.each(labs)('%s: every check has a mutant that it alone catches', (lab, mutants) => {
  const { checks } = rubricOf(lab);
  const alone = new Set(mutants.filter(({ kills }) => kills.length === 1).flatMap(({ kills }) => kills));
  expect(checks.map(({ id }) => id).filter((id) => !alone.has(id))).toEqual([]);
});

test.each(labs)('%s: what a mutant changes stands exactly once in the reference solution', async (lab, mutants) => {
  for (const mutant of mutants) await (await mutated(course, lab, [mutant]))[Symbol.asyncDispose]();
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});

/** Grades a service with these mutants in it, as far as the checks that catch them. */
function tried(lab: string, group: Group) {
  const checks = group.flatMap(({ kills }) => kills);
  return tryMutants(pool, { course, lab }, group, { checks, checkpoint: lastCheckpointOf(rubricOf(lab), checks) });
}

/** What of a group is to be looked at again, each in a service of its own: what was hidden by others, or got in their way. */
async function unsettled(lab: string, group: Group): Promise<Group> {
  const { survived, falseAlarms } = await tried(lab, group);
  return falseAlarms.length > 0 ? group : group.filter(({ id }) => survived.includes(id));
}

/** Looked at again with nothing beside them: side by side, mistakes may hide that show only at the right moment. */
const unseen: [string, Mutant][] = [];

/** Each may wait twice for its turn in the pool, behind all others that Jest has begun. */
const QUEUED_MS = 300_000;

/** The lab that takes longest first. */
const trials = labs.toReversed().flatMap(([lab, mutants]) =>
  groupsOf(rubricOf(lab), mutants).map((group) => {
    let open: Promise<Group> | undefined;
    return { lab, group, unsettled: () => (open ??= unsettled(lab, group)) };
  }),
);

// The first of each group before the second of any: those that Jest tries at once are in different services.
for (let place = 0; trials.some(({ group }) => place < group.length); place += 1) {
  for (const { lab, group, unsettled } of trials) {
    for (const mutant of group.slice(place, place + 1)) {
      const title = `${lab}: ${mutant.kills.join(', ')} catches: ${mutant.describes}`;
      const caught = async () => {
        if (!(await unsettled()).includes(mutant)) return;
        const { survived, falseAlarms } = await tried(lab, [mutant]);
        expect(falseAlarms).toEqual([]);
        if (survived.length > 0) unseen.push([lab, mutant]);
      };
      test.concurrent(title, caught, QUEUED_MS);
    }
  }
}

test('what was not caught beside others is caught alone', async () => {
  for (const [lab, mutant] of unseen) {
    expect(await tried(lab, [mutant])).toEqual({ survived: [], falseAlarms: [] });
  }
  // A crowd may hide a few; a check that never works would be hidden as well, if it were many.
  expect(unseen.length).toBeLessThan(10);
});
