import { statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Cluster, openCluster } from '../src/index.ts';
import { query, temporaryFolder } from './support/processes.ts';

const folder = temporaryFolder();
const directory = join(folder.path, 'cluster');
let cluster: Cluster;

beforeAll(async () => {
  cluster = await openCluster({ directory, url: '' });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

test('a service keeps its database, even when two ask for it at once', async () => {
  const [url, same] = await Promise.all([cluster.database('kept'), cluster.database('kept')]);
  await query(url, 'create table marks (n int)');
  expect([same, await cluster.database('kept')]).toEqual([url, url]);
  expect(await query(url, 'select * from marks')).toEqual([]);
});

test('text is Unicode: capitals of every language are found, and order is the same on every machine', async () => {
  const url = await cluster.database('text');
  const [row] = await query(url, `select lower('ÉCOLE ΣΟΦΟΣ') as lower, 'Z' < 'a' as ordered`);
  expect(row).toEqual({ lower: 'école σοφοσ', ordered: true });
});

test('a fresh database is gone once it is disposed of, even while somebody is connected', async () => {
  const fresh = await cluster.fresh({ role: true });
  const guest = new pg.Client({ connectionString: fresh.url });
  guest.on('error', () => undefined);
  await guest.connect();
  await fresh[Symbol.asyncDispose]();
  await expect(query(fresh.url, 'select 1')).rejects.toThrow('password authentication failed');
  expect(await query(cluster.url('postgres'), `select from pg_database where datname = '${fresh.name}'`)).toEqual([]);
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

test('a template whose preparation fails is none, and leaves nothing behind', async () => {
  const broken = cluster.template('broken', (url) => query(url, 'create nonsense').then(() => undefined));
  await expect(broken).rejects.toThrow('syntax error');
  const left = `select datname from pg_database where datname = 'broken' or datname like 'seeka_run_${process.pid}_%'`;
  expect(await query(cluster.url('postgres'), left)).toEqual([]);
});

test('a fresh database that cannot be made leaves no role behind', async () => {
  await expect(cluster.fresh({ role: true, template: 'absent' })).rejects.toThrow('"absent" does not exist');
  const left = `select rolname from pg_roles where rolname like 'seeka_run_${process.pid}_%'`;
  expect(await query(cluster.url('postgres'), left)).toEqual([]);
});

test('a role of a fresh database owns it and reaches no other', async () => {
  await using own = await cluster.fresh({ role: true });
  await using other = await cluster.fresh({ role: true });
  const kept = new URL(await cluster.database('kept')).pathname.slice(1);
  await query(own.url, 'create table marks (n int)');
  for (const name of [other.name, kept, 'postgres', 'template1']) {
    const url = Object.assign(new URL(own.url), { pathname: `/${name}` }).href;
    await expect(query(url, 'select 1')).rejects.toThrow('permission denied for database');
  }
});

test.each([
  ['run programs', `copy (select 1) to program 'true'`],
  ['write files of the server', `copy (select 1) to '/tmp/seeka'`],
  ['read files of the server', `select pg_read_file('/etc/passwd')`],
  ['read the password hashes', 'select * from pg_authid'],
  ['make roles', 'create role friend'],
  ['make databases', 'create database more'],
  ['become the owner of the cluster', 'set role seeka'],
  ['raise its own limits', 'alter role current_user connection limit 1000'],
])('a role of a fresh database cannot %s', async (_name, sql) => {
  await using own = await cluster.fresh({ role: true });
  await expect(query(own.url, sql)).rejects.toThrow('permission denied');
});

test('a role takes at most 60 connections, so that it starves nobody', async () => {
  await using own = await cluster.fresh({ role: true });
  const pool = new pg.Pool({ connectionString: own.url, max: 61 });
  pool.on('error', () => undefined);
  const taken = await Promise.all(Array.from({ length: 60 }, () => pool.connect()));
  await expect(pool.connect()).rejects.toThrow('too many connections for role');
  for (const client of taken) client.release();
  await pool.end();
});

test('a database that its owner has marked as a template is dropped all the same', async () => {
  const own = await cluster.fresh({ role: true });
  await query(own.url, `alter database "${own.name}" is_template true`);
  await own[Symbol.asyncDispose]();
  expect(await left(own.name)).toEqual([]);
});

test.each([
  ['its database', (name: string, other: string) => `grant connect on database "${name}" to "${other}"`],
  ['a table', (_name: string, other: string) => `create table t (n int); grant select on t to "${other}"`],
])(
  'whoever gives another role rights on %s keeps its database, and in the end the role, from nobody',
  async (_, sql) => {
    const giver = await cluster.fresh({ role: true });
    const other = await cluster.fresh({ role: true });
    await query(giver.url, sql(giver.name, other.name));
    await other[Symbol.asyncDispose]();
    await expect(query(other.url, 'select 1')).rejects.toThrow(
      /is not permitted to log in|password authentication failed/,
    );
    await giver[Symbol.asyncDispose]();
    await (await cluster.fresh({ role: true }))[Symbol.asyncDispose]();
    expect([...(await left(other.name)), ...(await left(giver.name))]).toEqual([]);
  },
);

/** Databases and roles of this name. */
function left(name: string): Promise<unknown[]> {
  const all = `select datname from pg_database where datname = '${name}' union all
    select rolname from pg_roles where rolname = '${name}'`;
  return query(cluster.url('postgres'), all);
}

test('nobody gets in without the password, which only its owner may read', async () => {
  const wrong = Object.assign(new URL(cluster.url('postgres')), { password: 'wrong' }).href;
  await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed');
  expect(statSync(join(directory, 'password')).mode & 0o077).toBe(0);
  expect(await query(cluster.url('postgres'), 'select distinct auth_method from pg_hba_file_rules')).toEqual([
    { auth_method: 'scram-sha-256' },
  ]);
  expect(await query(cluster.url('postgres'), 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
});
