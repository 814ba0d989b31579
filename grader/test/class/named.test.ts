import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { Gradebook, recordGrade } from '../../src/class/gradebook.ts';
import type { Report } from '../../src/types.ts';
import { type Run, seeka } from '../cli/seeka.ts';
import { requires } from '../support/requires.ts';

const BATCH = '01-address-0f3a-1';

let cluster: Cluster;
let database: FreshDatabase;
beforeAll(async () => {
  cluster = await openCluster();
  database = await cluster.fresh();
  await fill(database.url);
});
afterAll(async () => {
  await database?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

/** Bob has handed in for Cyd, too; Eve has handed in nothing. */
async function fill(url: string): Promise<void> {
  await using gradebook = await Gradebook.open(url);
  const groups = { ada: {}, bob: { group: 'red' }, cyd: { group: 'red' }, eve: {} };
  const student = (id: string) => ({ id, name: id, email: `${id}@example.org`, role: 'student' as const });
  await gradebook.enrol(Object.entries(groups).map(([id, group]) => ({ ...student(id), ...group })));
  const batch = await gradebook.batch(BATCH, '01-address', 'digest');
  for (const member of ['ada', 'bob']) {
    const handed = { member, source: member, notes: [], url: 'https://address.example.org' };
    await gradebook.handIn(batch, handed, async ({ id }, within) => {
      await recordGrade(within, id, { score: 10, report: { outcomes: [] } as unknown as Report }, 'test');
    });
  }
}

const REASON = ['--reason', 'The handout was unclear.'];

function inClass(...words: string[]): Promise<Run> {
  return seeka('class', ...words, '--database', database.url);
}

test.each([
  [['adjust', 'BATCH', 'ada', '+3', ...REASON], 'There is no batch "BATCH". There are: 01-address-0f3a-1.'],
  [['adjust', BATCH, 'adam', '+3', ...REASON], 'There is no member "adam" in the gradebook. The nearest: ada.'],
  [['adjust', BATCH, 'ada/2', '+3', ...REASON], 'ada has 1 attempt in 01-address-0f3a-1, and no other.'],
  [['adjust', BATCH, 'cyd', '+3', ...REASON], 'bob handed in for cyd: name bob.'],
  [['adjust', BATCH, 'eve', '+3', ...REASON], 'eve handed in nothing to 01-address-0f3a-1.'],
  [['history', 'BATCH'], 'There is no batch "BATCH". There are: 01-address-0f3a-1.'],
  [['history', BATCH, '--member', 'zzz'], 'There is no member "zzz" in the gradebook.'],
  [['apply', 'regrade-1'], 'There is no regrade "regrade-1". There is no regrade yet.'],
])('whoever names what is not in the gradebook is told what there is: %j', async (words, refusal) => {
  const { code, stderr } = await inClass(...words);
  expect(stderr).toContain(refusal);
  expect(code).toBe(2);
});

requires('bubblewrap')('a regrade of a check or a batch that there is not is refused', async () => {
  const check = await inClass('regrade', BATCH, '--check', 'page.limits', ...REASON);
  expect(check.stderr).toMatch(/01-address has no check "page\.limits"\. The nearest: page\.limit,/);
  const batch = await inClass('regrade', 'BATCH', ...REASON);
  expect(batch.stderr).toContain('There are: 01-address-0f3a-1.');
  expect([check.code, batch.code]).toEqual([2, 2]);
  expect((await inClass('history', BATCH)).stdout).not.toContain('regrade');
});

test('points by hand are told as they are in all, and need a reason', async () => {
  expect((await inClass('adjust', BATCH, 'bob', '+3', ...REASON)).stdout).toBe('bob has 13 now, +3 by hand.\n');
  expect((await inClass('adjust', BATCH, 'bob', '+3', ...REASON)).stdout).toBe('bob has 16 now, +6 by hand in all.\n');
  expect(await inClass('adjust', BATCH, 'bob', '+3', '--reason', ' ')).toMatchObject({ code: 2 });
  expect(await inClass('adjust', BATCH, 'bob', '0', ...REASON)).toMatchObject({ code: 2 });
  expect((await inClass('history', BATCH, '--member', 'bob')).stdout.trim().split('\n')).toHaveLength(2);
});
