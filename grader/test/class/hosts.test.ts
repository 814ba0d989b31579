import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { parse } from 'csv-parse/sync';
import { Gradebook } from '../../src/class/gradebook.ts';
import { startSeeka, temporaryFolder } from '../cli/seeka.ts';
import { refuser, serviceFiles } from '../cli/services.ts';
import { type Host, leadToLoopback, openHost } from '../support/hosts.ts';
import { requires } from '../support/requires.ts';

const STUDENTS = 9;
const bin = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

let home: Awaited<ReturnType<typeof temporaryFolder>>;
let cluster: Cluster;
let database: FreshDatabase;
/** Ended even when the time is up in the middle of the test. */
const left = new AsyncDisposableStack();
beforeAll(async () => {
  home = await temporaryFolder();
  cluster = await openCluster();
  database = await cluster.fresh();
});
afterAll(async () => {
  await left.disposeAsync();
  await database?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
  await home?.[Symbol.asyncDispose]();
});

/** A worker on another host, which reaches nothing here but the database. */
function workerOn({ prefix: [command = '', ...words], gateway }: Host): ChildProcess {
  const there = (url: string) => Object.assign(new URL(url), { hostname: gateway }).href;
  const env = {
    ...{ ...process.env, NODE_OPTIONS: '' },
    ...{ SEEKA_DATABASE_URL: there(database.url), DATABASE_URL: there(cluster.url('postgres')) },
  };
  const worker = [...words, process.execPath, bin, 'worker', '--concurrency', '1'];
  const child = spawn(command, worker, { env, stdio: 'ignore' });
  left.defer(() => void child.kill('SIGKILL'));
  return child;
}

async function writeRoster(): Promise<string[]> {
  const lines = Array.from({ length: STUDENTS }, (_, n) => `s${n},Student ${n},s${n}@example.org,service`);
  await mkdir(join(home.path, 'service'));
  for (const [name, text] of Object.entries(serviceFiles(refuser))) {
    await writeFile(join(home.path, 'service', name), text);
  }
  const roster = join(home.path, 'roster.csv');
  await writeFile(roster, ['id,name,email,submission', ...lines].join('\n'));
  return ['--roster', roster, '--lab', '01-address', '--out', join(home.path, 'out'), '--database', database.url];
}

/** Resolves with who has graded what, once this many are graded. */
async function gradersOf(gradebook: Gradebook, count: number): Promise<string[]> {
  for (;;) {
    const workers: string[] = await gradebook.knex('grades').pluck('worker');
    if (workers.length >= count) return workers;
    await pause(100);
  }
}

requires('bubblewrap', 'namespaces')(
  'three workers on other hosts grade a class, though one is cut off in the middle',
  async () => {
    const [first, ...others] = [1, 2, 3].map((number) => left.use(openHost(number))) as [Host, ...Host[]];
    for (const { gateway } of [first, ...others]) left.use(await leadToLoopback(gateway, cluster.port));
    await using gradebook = await Gradebook.open(database.url);
    const workers = [workerOn(first)];
    const grading = left.use(startSeeka('class', 'grade', ...(await writeRoster()), '--concurrency', '0'));
    await gradersOf(gradebook, 1);
    // It has taken the next by now, or is about to.
    await pause(700);
    first.cable('down');
    workers.push(...others.map(workerOn));
    const { code, stdout } = await grading.ended;
    first.cable('up');
    for (const worker of workers) worker.kill('SIGINT');
    await Promise.all(workers.map((worker) => worker.exitCode ?? once(worker, 'exit')));
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^9 of 9 students have a score/) });
    const graders = await gradersOf(gradebook, STUDENTS);
    expect(graders).toHaveLength(STUDENTS);
    expect(new Set(graders).size).toBeGreaterThan(1);
    const table = parse(await readFile(join(home.path, 'out', 'gradebook.csv')), { columns: true });
    expect(table.map((row) => (row as { score: string }).score)).toEqual(Array(STUDENTS).fill('0'));
  },
);
