import { randomUUID } from 'node:crypto';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { type Batch, Gradebook, recordGrade } from '../../src/class/gradebook.ts';
import { Queue } from '../../src/class/queue.ts';
import {
  adjust,
  apply,
  beginRegrade,
  history,
  preview,
  type Regrade,
  recordRegraded,
  standings,
  withdraw,
} from '../../src/class/regrade.ts';
import { progressOf } from '../../src/class/regrade-progress.ts';
import type { Report, Status } from '../../src/types.ts';

const STUDENTS = 300;
const digest = 'a'.repeat(64);

let cluster: Cluster;
let database: FreshDatabase;
let gradebook: Gradebook;
let queue: Queue;
beforeAll(async () => {
  cluster = await openCluster();
  database = await cluster.fresh();
  gradebook = await Gradebook.open(database.url);
  queue = await Queue.open(database.url);
  const ids = Array.from({ length: STUDENTS }, (_, n) => `s${String(n).padStart(3, '0')}`);
  await gradebook.enrol(ids.map((id) => ({ id, name: id, email: `${id}@example.org`, role: 'student' })));
});
afterAll(async () => {
  await queue?.[Symbol.asyncDispose]();
  await gradebook?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

/** What counts here of a report: how one check came out. */
function reportOf(score: number, status: Status): Report {
  return { score, outcomes: [{ id: 'find.page', status }] } as unknown as Report;
}

/** A batch in which every third has failed a check that costs 5 points. */
async function gradedBatch(): Promise<Batch> {
  const batch = await gradebook.batch(randomUUID(), '01-address', digest);
  for (let n = 0; n < STUDENTS; n += 1) {
    const member = `s${String(n).padStart(3, '0')}`;
    const handed = { member, source: member, notes: [], url: 'https://address.example.org' };
    await gradebook.handIn(batch, handed, async ({ id }, within) => {
      const isBlamed = n % 3 === 0;
      const score = isBlamed ? 85 : 90;
      await recordGrade(within, id, { score, report: reportOf(score, isBlamed ? 'failed' : 'passed') }, 'test');
    });
  }
  return batch;
}

/** Judges everybody anew: the check passes for all, and `lower` lose 40 points for another reason. */
async function regraded(batch: Batch, { neverLower = false, lower = 0 } = {}): Promise<Regrade> {
  const wish = { contractDigest: digest, checks: ['find.page'], neverLower, reason: 'It was wrong.', begunBy: 'prof' };
  const regrade = await beginRegrade(gradebook, queue, batch, wish);
  for (const [n, { id }] of (await gradebook.rows(batch)).entries()) {
    const score = n < lower ? 50 : 90;
    await recordRegraded(gradebook.knex, regrade.id, id, { score, report: reportOf(score, 'passed') }, 'test');
  }
  return regrade;
}

const wish = { contractDigest: digest, checks: null, neverLower: false, reason: 'all anew', begunBy: 'prof' };

/** A batch to which a test hands in, for 60 points each. */
async function openBatch() {
  const to = await gradebook.batch(randomUUID(), '01-address', digest);
  const handIn = async (member: string, at?: Date) => {
    const handed = { member, source: member, notes: [], url: 'https://address.example.org', at };
    const added = await gradebook.handIn(to, handed, async ({ id }, within) => {
      await recordGrade(within, id, { score: 60, report: reportOf(60, 'failed') }, 'test');
    });
    return `${added?.id}`;
  };
  return { to, handIn };
}

async function scoresOf(batch: Batch): Promise<(number | null)[]> {
  return (await standings(gradebook, batch.id)).map(({ score }) => score);
}

test('a regrade of one check over 300 students shows its preview before it changes anything', async () => {
  const batch = await gradedBatch();
  const before = await scoresOf(batch);
  const changes = await preview(gradebook, await regraded(batch));
  expect(changes).toHaveLength(STUDENTS / 3);
  expect(changes[0]).toMatchObject({ member: 's000', before: 85, after: 90, why: ['find.page: failed → passed'] });
  expect(await scoresOf(batch)).toEqual(before);
});

test('applied it counts, and withdrawn everything is as it was', async () => {
  const batch = await gradedBatch();
  const before = await scoresOf(batch);
  const regrade = await regraded(batch);
  await apply(gradebook, regrade, 'prof');
  expect(new Set(await scoresOf(batch))).toEqual(new Set([90]));
  await withdraw(gradebook, regrade, 'prof', 'The check was right after all.');
  expect(await scoresOf(batch)).toEqual(before);
});

test('where nobody is to get less, nobody does', async () => {
  const batch = await gradedBatch();
  const regrade = await regraded(batch, { neverLower: true, lower: 10 });
  expect((await preview(gradebook, regrade)).every(({ before, after }) => Number(after) > Number(before))).toBe(true);
  await apply(gradebook, regrade, 'prof');
  expect(Math.min(...(await scoresOf(batch)).map(Number))).toBe(85);
});

test('what was adjusted by hand stays adjusted, whatever is judged anew', async () => {
  const batch = await gradedBatch();
  const [first] = await gradebook.rows(batch);
  if (first) await adjust(gradebook, first, 2.5, 'prof', 'The handout was unclear.');
  const regrade = await regraded(batch);
  const firstScore = async () => (await scoresOf(batch))[0];
  expect(await firstScore()).toBe(87.5);
  await apply(gradebook, regrade, 'prof');
  expect(await firstScore()).toBe(92.5);
  await withdraw(gradebook, regrade, 'prof', 'back');
  expect(await firstScore()).toBe(87.5);
});

test('a fault of the grader in a regrade leaves the score that was there', async () => {
  const batch = await gradedBatch();
  const regrade = await beginRegrade(gradebook, queue, batch, wish);
  const [first] = await gradebook.rows(batch);
  await recordRegraded(gradebook.knex, regrade.id, `${first?.id}`, { score: null, fault: 'no port' }, 'test');
  expect(await preview(gradebook, regrade)).toEqual([]);
});

test('it is written down who did what, when and why', async () => {
  const batch = await gradedBatch();
  const [first] = await gradebook.rows(batch);
  const regrade = await regraded(batch);
  await apply(gradebook, regrade, 'ada');
  if (first) await adjust(gradebook, first, -1, 'bob', 'late by mail');
  await withdraw(gradebook, regrade, 'ada', 'an error of ours');
  expect(await history(gradebook, batch.id)).toMatchObject([
    { doneBy: 'prof', what: `began ${regrade.id}`, reason: 'It was wrong.' },
    { doneBy: 'ada', what: `applied ${regrade.id}` },
    { doneBy: 'bob', what: 'adjusted by -1', attempt: first?.id, reason: 'late by mail' },
    { doneBy: 'ada', what: `withdrew ${regrade.id}`, reason: 'an error of ours' },
  ]);
});

test('a regrade is applied once, and withdrawn only while it counts', async () => {
  const regrade = await regraded(await gradedBatch());
  await expect(withdraw(gradebook, regrade, 'prof', '')).rejects.toThrow('does not count now');
  await apply(gradebook, regrade, 'prof');
  await expect(apply(gradebook, regrade, 'prof')).rejects.toThrow('was applied before');
});

test('what is handed in after a regrade began is none of it', async () => {
  const { to, handIn } = await openBatch();
  const first = await handIn('s000');
  const regrade = await beginRegrade(gradebook, queue, to, wish);
  await handIn('s001');
  expect(await progressOf(gradebook, regrade)).toEqual({ done: 0, total: 1 });
  await recordRegraded(gradebook.knex, regrade.id, first, { score: 70, report: reportOf(70, 'passed') }, 'test');
  expect(await progressOf(gradebook, regrade)).toEqual({ done: 1, total: 1 });
  await apply(gradebook, regrade, 'prof');
  expect(await scoresOf(to)).toEqual([70, 60]);
});

test('what is taken in after a regrade began is none of it, though it was handed in before', async () => {
  const { to, handIn } = await openBatch();
  await handIn('s000');
  const regrade = await beginRegrade(gradebook, queue, to, wish);
  await handIn('s001', new Date(Date.now() - 86_400_000));
  expect(await progressOf(gradebook, regrade)).toEqual({ done: 0, total: 1 });
});

test('a regrade that is not judged to the end is not applied', async () => {
  const { to, handIn } = await openBatch();
  const [first] = [await handIn('s000'), await handIn('s001', new Date(Date.now() + 86_400_000))];
  const regrade = await beginRegrade(gradebook, queue, to, wish);
  await recordRegraded(gradebook.knex, regrade.id, first, { score: 70, report: reportOf(70, 'passed') }, 'test');
  await expect(apply(gradebook, regrade, 'prof')).rejects.toThrow('not judged to the end: 1 of 2 attempts so far');
  expect(await scoresOf(to)).toEqual([60, 60]);
});
