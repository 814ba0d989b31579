import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { type Attempt, Gradebook, recordGrade } from '../../src/class/gradebook.ts';
import { backUp, dropSubmissions, forget, restore } from '../../src/class/keeping.ts';
import { adjust, history, standings } from '../../src/class/regrade.ts';
import type { Report } from '../../src/types.ts';
import { temporaryFolder } from '../cli/seeka.ts';

let cluster: Cluster;
let database: FreshDatabase;
let gradebook: Gradebook;
beforeEach(async () => {
  cluster = await openCluster();
  database = await cluster.fresh();
  gradebook = await Gradebook.open(database.url);
  await fill();
});
afterEach(async () => {
  await gradebook?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

const BATCH = 'batch-1';
const report = { score: 80, outcomes: [] } as unknown as Report;

/** Ada and Bob have handed in the same, Eve something else; all have 80 points, and Ada 3 more by hand. */
async function fill(): Promise<void> {
  await gradebook.enrol(
    ['ada', 'bob', 'eve'].map((id) => ({ id, name: `${id} Ünal`, email: `${id}@example.org`, role: 'student' })),
  );
  const batch = await gradebook.batch(BATCH, '01-address', 'digest');
  for (const member of ['ada', 'bob', 'eve']) {
    const parcel = { digest: member === 'eve' ? 'e' : 'ab', bytes: Buffer.from([0, 255, member.length]), notes: [] };
    await gradebook.handIn(batch, { member, source: 'x', notes: ['a "note"'], parcel }, async ({ id }, within) => {
      await recordGrade(within, id, { score: 80, report, submissionDigest: 'd' }, 'test');
    });
  }
  await adjust(gradebook, { id: `${BATCH}/ada`, batch: BATCH } as Attempt, 3, 'prof', 'unclear');
}

async function parcels(): Promise<string[]> {
  return (await gradebook.knex('parcels').orderBy('digest').pluck('digest')) as string[];
}

test('who is forgotten leaves nothing behind but what others have handed in too', async () => {
  await forget(gradebook, 'ada');
  expect((await standings(gradebook, BATCH)).map(({ member }) => member)).toEqual(['bob', 'eve']);
  expect(await parcels()).toEqual(['ab', 'e']);
  await forget(gradebook, 'eve');
  expect(await parcels()).toEqual(['ab']);
  expect(await history(gradebook, BATCH)).toEqual([]);
  const texts = await gradebook.knex.raw(
    `select count(*)::int as n from (select to_json(m)::text as t from members m union all select to_json(a)::text from attempts a
     union all select to_json(g)::text from grades g union all select to_json(e)::text from events e) all_rows where t like '%ada%' or t like '%eve%'`,
  );
  expect(texts.rows[0].n).toBe(0);
  await expect(forget(gradebook, 'ada')).rejects.toThrow('no member "ada"');
});

test('submissions are deleted after their time, and scores stay', async () => {
  expect(await dropSubmissions(gradebook, new Date(0))).toBe(0);
  expect(await dropSubmissions(gradebook, new Date(Date.now() + 60_000))).toBe(3);
  expect(await parcels()).toEqual([]);
  expect((await standings(gradebook, BATCH)).map(({ score }) => score)).toEqual([83, 80, 80]);
});

test('a gradebook that is restored from its backup is the same to the last byte, and goes on', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'backup.gz');
  await backUp(gradebook, file);
  await using other = await cluster.fresh();
  await using copy = await Gradebook.open(other.url);
  await restore(copy, file);
  const rowsOf = async ({ knex }: Gradebook, table: string) =>
    (
      await knex(table)
        .select(knex.raw('to_json(??)::text as row', [table]))
        .orderBy('row')
    ).map(({ row }) => row);
  for (const table of ['secrets', 'members', 'parcels', 'batches', 'attempts', 'grades', 'adjustments', 'events']) {
    expect(await rowsOf(copy, table)).toEqual(await rowsOf(gradebook, table));
  }
  expect(await copy.parcel('e')).toEqual(await gradebook.parcel('e'));
  await adjust(copy, { id: `${BATCH}/bob`, batch: BATCH } as Attempt, 1, 'prof', 'more');
  await expect(restore(copy, file)).rejects.toThrow('not empty');
});

test('a file that is no backup is refused, and an older backup is not overwritten', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'backup.gz');
  await writeFile(file, gzipSync('{"format":"something else"}\n'));
  await expect(backUp(gradebook, file)).rejects.toThrow('EEXIST');
  await using other = await cluster.fresh();
  await using copy = await Gradebook.open(other.url);
  await expect(restore(copy, file)).rejects.toThrow('no backup of a gradebook');
});
