import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Cluster, openCluster } from '../src/index.ts';

const holder = join(import.meta.dirname, 'holder.ts');
const isRoot = process.getuid?.() === 0;
let folder: string;
let directory: string;
let cluster: Cluster;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seeka-cluster-'));
  execFileSync('chmod', ['0755', folder]);
  directory = join(folder, 'shared');
  cluster = await openCluster({ directory, url: '' });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function postmasterOf(home: string): number {
  return Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Starts a holder; resolves with it and the port that it says. */
async function hold(home: string, options: { uid?: number; gid?: number } = {}): Promise<[ChildProcess, number]> {
  const child = spawn(process.execPath, [holder, home], { stdio: ['pipe', 'pipe', 'inherit'], ...options });
  const said = once(child.stdout as NodeJS.ReadableStream, 'data') as Promise<[Buffer]>;
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the holder ended')));
  return [child, Number((await Promise.race([said, ended]))[0])];
}

async function release(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  await once(child, 'exit');
}

test('a service keeps its database from one opening to the next', async () => {
  const url = await cluster.database('kept');
  await query(url, 'create table marks (n int)');
  expect(await cluster.database('kept')).toBe(url);
  expect(await query(url, 'select * from marks')).toEqual([]);
});

test('a fresh database is gone once it is disposed of, even while somebody is connected', async () => {
  const fresh = await cluster.fresh({ role: true });
  const guest = new pg.Client({ connectionString: fresh.url });
  guest.on('error', () => undefined);
  await guest.connect();
  await fresh[Symbol.asyncDispose]();
  await expect(query(fresh.url, 'select 1')).rejects.toThrow();
});

test('a fresh database begins as its template was prepared, and the template is prepared once', async () => {
  let prepared = 0;
  const prepare = async (url: string) => {
    prepared += 1;
    await query(url, 'create table marks as select 7 as n');
  };
  await cluster.template('prepared', prepare);
  await cluster.template('prepared', prepare);
  await using fresh = await cluster.fresh({ template: 'prepared' });
  expect(await query(fresh.url, 'select n from marks')).toEqual([{ n: 7 }]);
  expect(prepared).toBe(1);
});

test('a role of a fresh database owns it and reaches no other', async () => {
  await using own = await cluster.fresh({ role: true });
  await using other = await cluster.fresh({ role: true });
  await query(own.url, 'create table marks (n int)');
  for (const name of [other.name, 'postgres', 'template1']) {
    const url = Object.assign(new URL(own.url), { pathname: `/${name}` }).href;
    await expect(query(url, 'select 1')).rejects.toThrow('permission denied for database');
  }
});

test.each([
  ['run programs', `copy (select 1) to program 'true'`],
  ['read files of the server', `select pg_read_file('/etc/passwd')`],
  ['make roles', 'create role friend'],
  ['make databases', 'create database more'],
])('a role of a fresh database cannot %s', async (_name, sql) => {
  await using own = await cluster.fresh({ role: true });
  await expect(query(own.url, sql)).rejects.toThrow('permission denied');
});

test('nobody gets in without the password, which only its owner may read', async () => {
  const wrong = Object.assign(new URL(cluster.url('postgres')), { password: 'wrong' }).href;
  await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed');
  expect(statSync(join(directory, 'password')).mode & 0o077).toBe(0);
});

test('processes that open at once share one server, and the last to leave stops it', async () => {
  const home = join(folder, 'both');
  const [[one, port], [other, same]] = await Promise.all([hold(home), hold(home)]);
  expect(same).toBe(port);
  const pid = postmasterOf(home);
  await release(one);
  expect(() => process.kill(pid, 0)).not.toThrow();
  await release(other);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('the server of a process that was killed is adopted, and what it left is dropped', async () => {
  const home = join(folder, 'orphan');
  const [child, port] = await hold(home);
  const pid = postmasterOf(home);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const adopted = await openCluster({ directory: home, url: '' });
  expect([adopted.port, postmasterOf(home)]).toEqual([port, pid]);
  await adopted[Symbol.asyncDispose]();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a postmaster that was killed is replaced, and the data is there', async () => {
  const home = join(folder, 'killed');
  const first = await openCluster({ directory: home, url: '' });
  await query(await first.database('kept'), 'create table marks as select 7 as n');
  process.kill(postmasterOf(home), 'SIGKILL');
  await using second = await openCluster({ directory: home, url: '' });
  expect(await query(second.url('kept'), 'select n from marks')).toEqual([{ n: 7 }]);
  await first[Symbol.asyncDispose]();
});

(isRoot ? test : test.skip)('a full disk is said in one sentence, and nothing is left running', async () => {
  const home = join(folder, 'full');
  await mkdir(home);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', home]);
  try {
    const opened = openCluster({ directory: home, url: '' });
    await expect(opened).rejects.toThrow(`The disk that holds ${home} is full. Free some space and try again.`);
    expect(existsSync(join(home, 'data'))).toBe(false);
  } finally {
    execFileSync('umount', [home]);
  }
});

(isRoot ? test : test.skip)('a plain user needs nothing of root', async () => {
  const home = join(folder, 'plain');
  await mkdir(home);
  execFileSync('chown', ['65534:65534', home]);
  const [child, port] = await hold(home, { uid: 65_534, gid: 65_534 });
  expect(port).toBeGreaterThan(0);
  await release(child);
});
