import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { buryTheDead } from '../../src/class/batch.ts';
import { type Batch, Gradebook, recordGrade } from '../../src/class/gradebook.ts';
import { Queue } from '../../src/class/queue.ts';
import { apply, beginRegrade, type Regrade, regradeOf, standings } from '../../src/class/regrade.ts';
import { progressOf } from '../../src/class/regrade-progress.ts';
import { reportInForce } from '../../src/class/report-in-force.ts';
import { nonceFor, OWNERSHIP_PATH } from '../../src/evidence/ownership.ts';
import type { Report } from '../../src/types.ts';
import { seeka, temporaryFolder } from '../cli/seeka.ts';
import { requires } from '../support/requires.ts';

const lab = '01-address';
const bob = { id: 'bob', name: 'Bob Example', email: 'bob@example.org', role: 'student' } as const;
const wish = { contractDigest: 'digest', checks: null, neverLower: false, reason: 'We look again.', begunBy: 'prof' };

let cluster: Cluster;
let database: FreshDatabase;
let gradebook: Gradebook;
beforeEach(async () => {
  cluster = await openCluster();
  database = await cluster.fresh();
  gradebook = await Gradebook.open(database.url);
});
afterEach(async () => {
  await gradebook?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

/** Lets a regrade count, and tells the score of the one attempt there is, and what the regrade says of it. */
async function applied(regrade: Regrade) {
  await apply(gradebook, regrade, 'prof');
  const [standing] = await standings(gradebook, regrade.batch);
  const { fault, worker } = await gradebook.knex('regraded').where({ regrade: regrade.id }).first();
  return { score: standing?.score, fault, worker };
}

async function gradedOnce(): Promise<Batch> {
  await gradebook.enrol([bob]);
  const batch = await gradebook.batch('batch', lab, 'digest');
  const handed = { member: 'bob', source: 'x', notes: [], url: 'https://address.example.org' };
  const report = { score: 80, outcomes: [] } as unknown as Report;
  await gradebook.handIn(batch, handed, async ({ id }, within) => {
    await recordGrade(within, id, { score: 80, report }, 'test');
  });
  return batch;
}

test('a regrade that no worker has survived ends as a fault of the grader, and takes no grade away', async () => {
  await using queue = await Queue.open(database.url);
  const regrade = await beginRegrade(gradebook, queue, await gradedOnce(), wish);
  const job = await queue.take();
  const { knex } = gradebook;
  const silent = { retry_count: knex.ref('retry_limit'), heartbeat_on: knex.raw("now() - interval '1 minute'") };
  // As ten deaths leave it: another takes half an hour.
  await knex('pgboss.job').where({ id: job?.id }).update(silent);
  while ((await progressOf(gradebook, regrade)).done === 0) {
    await buryTheDead({ gradebook, queue });
    await pause(100);
  }
  expect(await applied(regrade)).toMatchObject({
    score: 80,
    fault: expect.stringMatching(/^Every worker that graded this ended without a word/),
    worker: 'nobody',
  });
});

/** A service that refuses all, and says whose it is. */
async function openService(nonce: () => string): Promise<Server> {
  const server = createServer(({ url }, response) => {
    if (url === OWNERSHIP_PATH) response.writeHead(200, { 'content-type': 'text/plain' }).end(nonce());
    else response.writeHead(url === '/health' ? 200 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Grades bob's service, which earns nothing, and returns the options that a regrade of it needs. */
async function gradedBy(server: Server, out: string): Promise<string[]> {
  const service = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const roster = join(out, 'roster.csv');
  await writeFile(roster, `id,name,email,submission\nbob,Bob Example,bob@example.org,${service}\n`);
  const here = ['--database', database.url, '--allow', '127.0.0.1'];
  const graded = await seeka('class', 'grade', '--roster', roster, '--lab', lab, '--out', out, ...here);
  expect(graded.stdout).toMatch(/^1 of 1 student has a score, median 0\./);
  return here;
}

requires('bubblewrap')('a service that proves no more whose it is keeps its first grade in a regrade', async () => {
  await using out = await temporaryFolder();
  let nonce = nonceFor(await gradebook.ownershipKey(), 'bob', lab);
  const server = await openService(() => nonce);
  await using _closing = { [Symbol.asyncDispose]: async () => void server.close() };
  const here = await gradedBy(server, out.path);
  const [batch] = await gradebook.knex('batches').pluck('id');

  nonce = 'of a classmate';
  const regraded = await seeka('class', 'regrade', batch, '--reason', 'We look again.', ...here);

  expect(regraded.stdout).toMatch(/^No score would change\./);
  const [id] = await gradebook.knex('regrades').pluck('id');
  const fault = expect.stringContaining('holds another line than the one you were given');
  expect(await applied(await regradeOf(gradebook.knex, id))).toMatchObject({ score: 0, fault });
});

requires('bubblewrap')(
  'a service that proves at first alone whose it is gets 0, and a regrade of it is a fault',
  async () => {
    await using out = await temporaryFolder();
    const nonce = nonceFor(await gradebook.ownershipKey(), 'bob', lab);
    let asked = 0;
    const server = await openService(() => {
      asked += 1;
      return asked % 2 === 1 ? nonce : 'of nobody';
    });
    await using _closing = { [Symbol.asyncDispose]: async () => void server.close() };
    const here = await gradedBy(server, out.path);
    const { batch, id, refusal } = await gradebook.knex('attempts').first();
    expect(refusal).toBeNull();
    const known = await reportInForce(gradebook, { id });
    const why = expect.stringMatching(/^Nothing counts, .* holds another line than the one you were given/);
    expect(known?.report).toMatchObject({ score: 0, unproven: true, notes: [why] });
    expect(new Set(known?.report.outcomes.map(({ status }) => status))).toEqual(new Set(['blocked']));

    await seeka('class', 'regrade', batch, '--reason', 'We look again.', ...here);

    const regrade = await gradebook.knex('regrades').first('id');
    expect(await applied(await regradeOf(gradebook.knex, regrade.id))).toMatchObject({ score: 0, fault: why });
  },
);
