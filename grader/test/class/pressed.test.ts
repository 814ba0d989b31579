import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { Gradebook } from '../../src/class/gradebook.ts';
import { Queue } from '../../src/class/queue.ts';
import { standings } from '../../src/class/regrade.ts';
import { takeIn } from '../../src/class/take-in.ts';
import { work } from '../../src/class/work.ts';
import { course } from '../../src/cli/labs.ts';
import { nonceFor, OWNERSHIP_PATH } from '../../src/evidence/ownership.ts';
import { openPool } from '../../src/pool.ts';

const lab = '01-address';
const contractDigest = 'digest';
const ids = ['ada', 'bob'];

let cluster: Cluster;
let database: FreshDatabase;
beforeAll(async () => {
  cluster = await openCluster();
  database = await cluster.fresh();
});
afterAll(async () => {
  await database?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

/** A service that refuses all, and tells when it is asked whose it is: as each grading of it begins, and as it ends. */
async function openService(nonce: string, onProof: () => void) {
  const server = createServer(({ url }, response) => {
    if (url !== OWNERSHIP_PATH) return void response.writeHead(url === '/health' ? 200 : 404).end();
    onProof();
    response.writeHead(200, { 'content-type': 'text/plain' }).end(nonce);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, [Symbol.asyncDispose]: async () => void server.close() };
}

test('what failed on a machine that is late is tried once more, alone, and recorded once', async () => {
  await using services = new AsyncDisposableStack();
  await using gradebook = await Gradebook.open(database.url);
  await using queue = await Queue.open(database.url);
  // At 0 ms every beat of the pulse is late.
  const pooled = { course, workers: 2, databaseUrl: cluster.url('postgres'), heldUpMs: 0 };
  await using pool = await openPool(pooled);
  await gradebook.enrol(ids.map((id) => ({ id, name: id, email: `${id}@example.org`, role: 'student' })));
  const batch = await gradebook.batch('batch', lab, contractDigest);
  const key = await gradebook.ownershipKey();
  const proofs: string[] = [];
  for (const id of ids) {
    const { url } = services.use(await openService(nonceFor(key, id, lab), () => proofs.push(id)));
    await takeIn({ gradebook, queue }, batch, { member: id, source: url, url, notes: [] });
  }
  const stop = new AbortController();
  const logged: string[] = [];
  const parts = { gradebook, queue, pool, concurrency: 2, contractDigest: async () => contractDigest };
  const working = work({ ...parts, signal: stop.signal, log: (line) => logged.push(line) });
  while ((await gradebook.knex('grades')).length < ids.length) await pause(50);
  stop.abort();
  await working;
  expect((await standings(gradebook, batch.id)).map(({ score }) => score)).toEqual([0, 0]);
  expect(logged.sort()).toEqual(ids.map((id) => expect.stringMatching(`^${id}: the machine held the grader up`)));
  expect(proofs.slice(0, 4).sort()).toEqual(['ada', 'ada', 'bob', 'bob']);
  const [begun, ended, ...other] = proofs.slice(4);
  expect(begun).toBe(ended);
  expect(other).toEqual(Array(2).fill(ids.find((id) => id !== begun)));
});
