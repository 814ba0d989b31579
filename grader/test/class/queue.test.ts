import { randomUUID } from 'node:crypto';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';

import { type Batch, Gradebook, type Handed, recordGrade } from '../../src/class/gradebook.ts';
import { type Job, Queue } from '../../src/class/queue.ts';
import { takeIn } from '../../src/class/take-in.ts';

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

const members = ['ada', 'bob', 'eve', 'fay', 'gus'].map((id) => ({
  id,
  name: `${id} Example`,
  email: `${id}@example.org`,
  role: 'student' as const,
}));

function freshBatch(): Promise<Batch> {
  return gradebook.batch(randomUUID(), '01-address', 'digest');
}

/** Hands in for each of these members, and queues it behind as many others. */
async function handIn(batch: Batch, before: Record<string, number>): Promise<void> {
  for (const [member, count] of Object.entries(before)) {
    const handed: Handed = { member, source: member, notes: [], url: 'https://address.example.org' };
    await gradebook.handIn(batch, handed, ({ id }, within) => queue.add({ attempt: id }, count, within));
  }
}

async function takeAll(): Promise<Job[]> {
  const jobs: Job[] = [];
  for (let job = await queue.take(); job; job = await queue.take()) jobs.push(job);
  return jobs;
}

async function finish(jobs: Job[]): Promise<void> {
  for (const job of jobs) await gradebook.knex.transaction((within) => queue.done(job, within));
}

test('what is handed in twice waits once', async () => {
  const batch = await freshBatch();
  await handIn(batch, { ada: 0 });
  await handIn(batch, { ada: 0 });
  const jobs = await takeAll();
  expect(jobs.map(({ data }) => data.attempt)).toEqual([`${batch.id}/ada`]);
  await finish(jobs);
});

test('an attempt that cannot be written down does not wait', async () => {
  const batch = await freshBatch();
  const handed: Handed = { member: 'ada', source: 'x', notes: [], url: 'https://address.example.org' };
  const failing = gradebook.handIn(batch, handed, async ({ id }, within) => {
    await queue.add({ attempt: id }, 0, within);
    throw new Error('in between');
  });
  await expect(failing).rejects.toThrow('in between');
  expect(await takeAll()).toEqual([]);
  expect(await gradebook.rows(batch)).toEqual([]);
});

test('whoever has others waiting comes after those who have none', async () => {
  const batch = await freshBatch();
  await handIn(batch, { ada: 2, bob: 1, eve: 0 });
  const jobs = await takeAll();
  expect(jobs.map(({ data }) => data.attempt.split('/')[1])).toEqual(['eve', 'bob', 'ada']);
  await finish(jobs);
});

test("a student's second job waits behind the first of others", async () => {
  const parts = { gradebook, queue };
  const handed = (member: string): Handed => ({ member, source: 'x', notes: [], url: 'https://address.example.org' });
  const [one, two] = [await freshBatch(), await freshBatch()];
  for (const batch of [one, two]) await takeIn(parts, batch, handed('fay'));
  await takeIn(parts, one, handed('gus'));
  const jobs = await takeAll();
  expect(jobs.map(({ data }) => data.attempt)).toEqual([`${one.id}/fay`, `${one.id}/gus`, `${two.id}/fay`]);
  await finish(jobs);
});

test('what a worker has taken no other worker gets', async () => {
  await handIn(await freshBatch(), { ada: 0 });
  await using other = await Queue.open(database.url);
  const jobs = [await queue.take(), await other.take()];
  expect(jobs.filter(Boolean)).toHaveLength(1);
  await finish(jobs.filter((job) => job !== undefined));
});

test('a grade is recorded once, and only by the worker that still has the job', async () => {
  const batch = await freshBatch();
  await handIn(batch, { ada: 0 });
  const job = (await queue.take()) as Job;
  const record = (score: number) =>
    gradebook.knex.transaction(async (within) => {
      const mine = await queue.done(job, within);
      if (mine) await recordGrade(within, job.data.attempt, { score: null, fault: `${score}` }, 'test');
      return mine;
    });
  expect([await record(1), await record(2)]).toEqual([true, false]);
  expect(await gradebook.rows(batch)).toMatchObject([{ member: 'ada', fault: '1', isGraded: true }]);
});

test('a fault of ours puts the attempt back into the queue', async () => {
  await handIn(await freshBatch(), { ada: 0 });
  const job = (await queue.take()) as Job;
  await gradebook.knex.transaction((within) => queue.again(job, 'no port', within));
  const again = (await queue.take()) as Job;
  expect(again).toMatchObject({ data: job.data, retryCount: 1, output: { reason: 'no port' } });
  await finish([again]);
});

test('the seed of an attempt is the same however often the grading begins, and another one for each member', async () => {
  const batch = await freshBatch();
  await handIn(batch, { ada: 0, bob: 0 });
  const [ada, bob] = await gradebook.rows(batch);
  expect(ada?.seed).not.toBe(bob?.seed);
  expect((await gradebook.batch(batch.id, '01-address', 'digest')).secret).toEqual(batch.secret);
  await finish(await takeAll());
});
