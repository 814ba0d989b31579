import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { type Attempt, type Batch, Gradebook, recordGrade } from '../../src/class/gradebook.ts';
import { backUp, restore } from '../../src/class/keeping.ts';
import { resultsOf } from '../../src/class/outputs.ts';
import { Queue } from '../../src/class/queue.ts';
import { adjust, apply, beginRegrade, history, preview, recordRegraded, standings } from '../../src/class/regrade.ts';
import { takeIn } from '../../src/class/take-in.ts';
import type { Member } from '../../src/course/roster.ts';
import type { Report, Status } from '../../src/types.ts';
import { temporaryFolder } from '../cli/seeka.ts';

let cluster: Cluster;
let database: FreshDatabase;
let gradebook: Gradebook;
let queue: Queue;
beforeAll(async () => {
  cluster = await openCluster();
  database = await cluster.fresh();
  gradebook = await Gradebook.open(database.url);
  queue = await Queue.open(database.url);
  await gradebook.enrol(members);
});
afterAll(async () => {
  await queue?.[Symbol.asyncDispose]();
  await gradebook?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});
afterEach(async () => {
  await gradebook.knex('pgboss.job').delete();
  await gradebook.knex('batches').delete();
});

const members: Member[] = ['ana', 'ben', 'cyd'].map((id) => ({
  ...{ id, name: id, email: `${id}@example.org`, role: 'student' as const },
  ...(id === 'cyd' ? {} : { group: 'red' }),
}));

function batch(): Promise<Batch> {
  return gradebook.batch(randomUUID(), '01-address', 'digest');
}

async function handIn(to: Batch, member: string): Promise<Attempt> {
  const handed = { member, source: 'x', notes: [], url: 'https://address.example.org', again: true };
  return (await takeIn({ gradebook, queue }, to, handed)) as Attempt;
}

function reportOf(status: Status): Report {
  return { outcomes: [{ id: 'find.page', status }] } as unknown as Report;
}

async function graded(to: Batch, member: string, score: number): Promise<Attempt> {
  const attempt = await handIn(to, member);
  await gradebook.knex.transaction((within) =>
    recordGrade(within, attempt.id, { score, report: reportOf('failed') }, 'test'),
  );
  return attempt;
}

test('a member has many attempts in one batch, each with a seed of its own', async () => {
  const to = await batch();
  const attempts = [await handIn(to, 'ana'), await handIn(to, 'ana'), await handIn(to, 'ana')];
  expect(attempts.map(({ id, nth }) => [id, nth])).toEqual([
    [`${to.id}/ana`, 1],
    [`${to.id}/ana/2`, 2],
    [`${to.id}/ana/3`, 3],
  ]);
  expect(new Set(attempts.map(({ seed }) => seed)).size).toBe(3);
});

test('attempts that are handed in at the same moment get a number each', async () => {
  const to = await batch();
  const attempts = await Promise.all(Array.from({ length: 8 }, () => handIn(to, 'cyd')));
  expect(attempts.map(({ nth }) => nth).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('what is not allowed is neither written down nor queued', async () => {
  const to = await batch();
  const handed = { member: 'ana', source: 'x', notes: [], url: 'https://address.example.org', again: true };
  const refused = takeIn({ gradebook, queue }, to, handed, async () => Promise.reject(new Error('no token')));
  await expect(refused).rejects.toThrow('no token');
  expect(await gradebook.rows(to)).toEqual([]);
  expect(await Queue.places(gradebook.knex)).toEqual([]);
});

test('the queue tells the order in which it is taken, and a group waits behind others as one', async () => {
  const to = await batch();
  const [first, second, other] = [await handIn(to, 'ana'), await handIn(to, 'ben'), await handIn(to, 'cyd')];
  const places = async () => (await Queue.places(gradebook.knex)).map(({ attempt, before }) => [attempt, before]);
  expect(await places()).toEqual([
    [first.id, 0],
    [other.id, 1],
    [second.id, 2],
  ]);
  expect((await queue.take())?.data.attempt).toBe(first.id);
  expect(await places()).toEqual([
    [first.id, undefined],
    [other.id, 0],
    [second.id, 1],
  ]);
});

test('a regrade judges every attempt of a member, and its preview tells them apart', async () => {
  const to = await batch();
  const attempts = [await graded(to, 'ana', 50), await graded(to, 'ana', 60)];
  const wish = { contractDigest: 'digest', checks: null, neverLower: false, reason: 'wrong', begunBy: 'prof' };
  const regrade = await beginRegrade(gradebook, queue, to, wish);
  for (const [n, { id }] of attempts.entries()) {
    const grade = { score: 70 + n, report: reportOf('passed') };
    await recordRegraded(gradebook.knex, regrade.id, id, grade, 'test');
  }
  const changes = await preview(gradebook, regrade);
  expect(changes.map(({ nth, before, after }) => [nth, before, after])).toEqual([
    [1, 50, 70],
    [2, 60, 71],
  ]);
  await apply(gradebook, regrade, 'prof');
  await adjust(gradebook, attempts[1] as Attempt, 5, 'prof', 'unclear');
  expect((await standings(gradebook, to.id)).map(({ score }) => score)).toEqual([70, 76]);
  expect((await history(gradebook, to.id, `${to.id}/ana`)).map(({ what }) => what)).toContain('adjusted by +5');
});

test('of several attempts the best stands in the tables, for a whole group', async () => {
  const to = await batch();
  await graded(to, 'ana', 80);
  await graded(to, 'ben', 95);
  await graded(to, 'ben', 60);
  await handIn(to, 'cyd');
  const results = resultsOf(members, await gradebook.rows(to), new Map());
  expect(results.map(({ row }) => row?.score)).toEqual([95, 95, null]);
});

test('a backup from before there were several attempts is restored', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'old.gz');
  const to = await batch();
  const attempt = await graded(to, 'cyd', 80);
  await backUp(gradebook, file);
  const lines = gunzipSync(await readFile(file)).toString();
  await writeFile(file, gzipSync(lines.replaceAll('"nth":1', '').replaceAll(',,', ',').replaceAll(',}', '}')));
  await using fresh = await cluster.fresh();
  await using copy = await Gradebook.open(fresh.url);
  await using itsQueue = await Queue.open(fresh.url);
  await restore({ gradebook: copy, queue: itsQueue }, file);
  expect(await copy.attempt(attempt.id)).toEqual(attempt);
});
