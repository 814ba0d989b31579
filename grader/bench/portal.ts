import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openCluster } from '@seeka/postgres';
import { Gradebook } from '../src/class/gradebook.ts';
import { listenOnce } from '../src/cli/neighbours.ts';
import { isReady } from '../src/cli/ready.ts';
import type { Client } from '../test/portal/support/client.ts';
import { crowdAt, handInZip, idOf, rosterOf } from '../test/portal/support/crowd.ts';
import { COURSE } from '../test/portal/support/portal.ts';
import { zipOf } from '../test/portal/support/zip.ts';
import { type Figure, timed } from './figure.ts';
import { type Server, startServer } from './server.ts';

const course = join(import.meta.dirname, '..', '..');
const seeka = join(course, 'grader', 'src', 'cli', 'main.ts');
const STUDENTS = 200;
/** Within which they all hand in. */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
const LAB = '/labs/01-address';

/** Milliseconds of each request. */
interface Times {
  pages: number[];
  handIns: number[];
  bare: number[];
  failed: number;
}

/** 200 students hand in, one after the other within a minute, while a class is graded from its roster. */
export async function benchPortal(): Promise<Figure[]> {
  await using opened = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), 'seeka-bench-'));
  opened.defer(() => rm(home, { recursive: true, force: true }));
  await writeFile(join(home, 'roster.csv'), rosterOf(STUDENTS));
  await writeFile(join(home, 'course.yaml'), COURSE);
  const cluster = opened.use(await openCluster());
  const { url: database } = opened.use(await cluster.fresh());
  const url = await startPortal(opened, home, database);
  const gradebook = opened.use(await Gradebook.open(database));
  const ids = Array.from({ length: STUDENTS }, (_, n) => idOf(n));
  const crowd = await crowdAt(url, gradebook, ids);
  const bare = opened.use(await startServer(join(import.meta.dirname, 'peers', 'bare-express.ts'), course, {}));
  await startClass(opened, home, database);
  return figures(await measure(crowd, bare));
}

async function startPortal(opened: AsyncDisposableStack, home: string, database: string): Promise<string> {
  const port = (await listenOnce(0)) ?? 0;
  const files = ['--roster', join(home, 'roster.csv'), '--course', join(home, 'course.yaml')];
  // The class that is graded takes from the same queue.
  run(opened, 'portal', ...files, '--database', database, '--port', String(port), '--concurrency', '0');
  const url = `http://127.0.0.1:${port}`;
  await isReady(`${url}/health`, AbortSignal.timeout(60_000));
  return url;
}

/** More than can be graded meanwhile; resolves when the first one has been read. */
async function startClass(opened: AsyncDisposableStack, home: string, database: string): Promise<void> {
  const submission = join(course, 'solutions', '01-address');
  const lines = Array.from({ length: 100 }, (_, n) => `c${n},Student ${n},c${n}@example.org,${submission}`);
  await writeFile(join(home, 'class.csv'), ['id,name,email,submission', ...lines].join('\n'));
  const words = ['--roster', join(home, 'class.csv'), '--lab', '01-address', '--out', join(home, 'out')];
  run(opened, 'class', 'grade', ...words, '--database', database);
  await pause(5_000);
}

function run(opened: AsyncDisposableStack, ...words: string[]): void {
  const child = spawn(process.execPath, [seeka, ...words], { stdio: 'ignore' });
  opened.defer(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
}

async function measure(crowd: Client[], bare: Server): Promise<Times> {
  const times: Times = { pages: [], handIns: [], bare: [], failed: 0 };
  const zip = await zipOf({ 'package.json': '{"scripts":{"start":"node server.js"}}', 'server.js': '' });
  const took = async (list: number[], status: () => Promise<number>) => {
    const ms = await timed(async () => {
      if ((await status().catch(() => 0)) !== 200) times.failed += 1;
    });
    list.push(ms);
  };
  const visit = async (client: Client, n: number) => {
    await pause((n / crowd.length) * SECONDS * 1_000);
    await took(times.bare, async () => (await bare.ask({ method: 'GET', path: '/' })).status);
    await took(times.pages, async () => (await client.get('/')).status);
    await took(times.handIns, async () => (await handInZip(client, LAB, zip)).status);
    await took(times.pages, async () => (await client.get(LAB)).status);
  };
  await Promise.all(crowd.map(visit));
  return times;
}

function figures({ pages, handIns, bare, failed }: Times): Figure[] {
  const while200 = `while ${STUDENTS} hand in within ${SECONDS} s and a class is graded`;
  return [
    {
      ...{ name: `portal: p95 of a page ${while200}`, measured: p95(pages), unit: 'ms' },
      beside: { name: 'bare Express, p95 in the same run', value: p95(bare) },
      goal: { at: 'most', value: 300, of: 'measured' },
    },
    {
      ...{ name: 'portal: p95 of handing in: a page, an upload, a page', measured: p95(handIns), unit: 'ms' },
      ...{ beside: undefined, goal: undefined },
    },
    {
      ...{ name: 'portal: requests that failed', measured: failed, unit: '', beside: undefined },
      goal: { at: 'most', value: 0, of: 'measured' },
    },
  ];
}

function p95(numbers: number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length * 0.95)] ?? Number.NaN;
}
