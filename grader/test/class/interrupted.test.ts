import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, openCluster } from '@seeka/postgres';
import pg from 'pg';
import { refuser, serviceFiles } from '../cli/services.ts';
import { requires } from '../support/requires.ts';

/** `npm run verify:full` takes ten. */
const KILLS = Number(process.env.KILLS ?? 1);
const STUDENTS = 8;
const bin = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

let home: string;
let cluster: Cluster;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'seeka-test-'));
  // PostgreSQL runs as another user where the tests run as root.
  await chmod(home, 0o755);
  cluster = await openCluster({ directory: join(home, 'postgres') });
  await writeRoster();
});
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

/** Services that refuse all, or do not start, and one folder that is not there. */
async function writeRoster(): Promise<void> {
  const lines = ['id,name,email,submission', 'gone,Gone Example,gone@example.org,nowhere'];
  for (let count = 0; count < STUDENTS; count += 1) {
    const folder = join(home, `s${count}`);
    await mkdir(folder);
    const files = { ...serviceFiles(refuser), ...(count % 3 === 0 ? { 'server.js': 'process.exit(1)' } : {}) };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    lines.push(`s${count},Student ${count},s${count}@example.org,s${count}`);
  }
  await writeFile(join(home, 'roster.csv'), lines.join('\n'));
}

function gradeClass(nth: number): ChildProcess {
  const words = ['class', 'grade', '--roster', join(home, 'roster.csv'), '--lab', '01-address', '--nth', `${nth}`];
  const env = { ...process.env, NODE_OPTIONS: '', DATABASE_URL: cluster.url('postgres') };
  return spawn(process.execPath, [bin, ...words, '--out', join(home, `out-${nth}`)], { env, stdio: 'inherit' });
}

async function gradedAlone(nth: number): Promise<string> {
  const [code] = await once(gradeClass(nth), 'exit');
  expect(code).toBe(1);
  return await gradebookOf(nth);
}

function gradebookOf(nth: number): Promise<string> {
  return readFile(join(home, `out-${nth}`, 'gradebook.csv'), 'utf8');
}

async function killPostgres(): Promise<void> {
  const client = new pg.Client(cluster.url('postgres'));
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query("select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as pid");
  process.kill(Number(rows[0].pid), 'SIGKILL');
}

requires('bubblewrap')(
  'killed at any moment and begun again, a class gets the gradebook of a run left alone',
  async () => {
    const wanted = await gradedAlone(1);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const running = gradeClass(2);
      await Promise.race([once(running, 'exit'), pause(1_500 + 4_000 * Math.random())]);
      running.kill('SIGKILL');
    }
    expect(await gradedAlone(2)).toBe(wanted);
  },
);

requires('bubblewrap')('so it does when PostgreSQL is killed', async () => {
  const wanted = await gradedAlone(3);
  const running = gradeClass(4);
  await pause(2_500);
  await killPostgres();
  running.kill('SIGKILL');
  await once(running, 'exit');
  await cluster[Symbol.asyncDispose]();
  cluster = await openCluster({ directory: join(home, 'postgres') });
  expect(await gradedAlone(4)).toBe(wanted);
});
