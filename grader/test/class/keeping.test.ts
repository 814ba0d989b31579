import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { type Count, finished } from '../../src/class/batch.ts';
import { gradeAttempt, Refused } from '../../src/class/grade-attempt.ts';
import { type Attempt, type Batch, Gradebook, recordGrade } from '../../src/class/gradebook.ts';
import { backUp, dropSubmissions, forget, restore } from '../../src/class/keeping.ts';
import { stateOf } from '../../src/class/outputs.ts';
import { Queue } from '../../src/class/queue.ts';
import { adjust, history, standings } from '../../src/class/regrade.ts';
import type { Pool } from '../../src/pool.ts';
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

test('what was graded before its submission was deleted stays graded, and the batch is finished', async () => {
  await dropSubmissions(gradebook, new Date(Date.now() + 60_000));
  await using queue = await Queue.open(database.url);
  const counts: Count[] = [];
  const signal = AbortSignal.timeout(2_000);
  const rows = await finished({ gradebook, queue, signal }, { id: BATCH } as Batch, (count) => counts.push(count));
  expect(counts).toEqual([{ total: 3, graded: 3, refused: 0, faulted: 0 }]);
  expect(rows.map((row) => stateOf(row).status)).toEqual(['graded', 'graded', 'graded']);
});

test('what waits when its submission is deleted is refused, and is no fault of the grader', async () => {
  await gradebook
    .knex('grades')
    .where({ attempt: `${BATCH}/eve` })
    .delete();
  await dropSubmissions(gradebook, new Date(Date.now() + 60_000));
  const parts = { gradebook, pool: {} as Pool, contractDigest: async () => 'digest' };
  const attempt = await gradebook.attempt(`${BATCH}/eve`);
  await expect(gradeAttempt(parts, attempt)).rejects.toEqual(new Refused(`${attempt.refusal}`));
});

test('a gradebook that is restored from its backup is the same to the last byte, and goes on', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'backup.gz');
  await backUp(gradebook, file);
  await using other = await cluster.fresh();
  await using copy = await Gradebook.open(other.url);
  await using queue = await Queue.open(other.url);
  const parts = { gradebook: copy, queue };
  await restore(parts, file);
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
  await expect(restore(parts, file)).rejects.toThrow('not empty');
});

test('a file that is no backup is refused, and an older backup is not overwritten', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'backup.gz');
  await writeFile(file, gzipSync('{"format":"something else"}\n'));
  await expect(backUp(gradebook, file)).rejects.toThrow('EEXIST');
  await using other = await cluster.fresh();
  await using copy = await Gradebook.open(other.url);
  await using queue = await Queue.open(other.url);
  const restoring = restore({ gradebook: copy, queue }, file);
  await expect(restoring).rejects.toThrow('no backup of a gradebook');
});
