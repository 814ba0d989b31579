import { join } from 'node:path';
import { type Cluster, openCluster } from '../src/index.ts';
import { end, hold, query, temporaryFolder } from './support/processes.ts';

const folder = temporaryFolder();
let server: Cluster;
/** A server of somebody else, with a role that may make databases and roles, and nothing more. */
let url: string;

beforeAll(async () => {
  server = await openCluster({ directory: join(folder.path, 'cluster'), url: '' });
  const admin = server.url('postgres');
  await query(admin, `create role teacher login password 'chalk' createdb createrole`);
  await query(admin, 'create database school owner teacher');
  url = Object.assign(new URL(server.url('school')), { username: 'teacher', password: 'chalk' }).href;
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

test('DATABASE_URL names a server to use instead, by a role that may make databases and roles', async () => {
  await using cluster = await openCluster({ url });
  expect([cluster.host, cluster.port]).toEqual([server.host, server.port]);
  await query(await cluster.database('kept'), 'create table marks (n int)');
  await using fresh = await cluster.fresh({ role: true });
  await query(fresh.url, 'create table marks (n int)');
  const kept = Object.assign(new URL(fresh.url), { pathname: '/kept' }).href;
  await expect(query(kept, 'select 1')).rejects.toThrow('permission denied for database');
});

test('what a killed process left on such a server is dropped by the next', async () => {
  const killed = await hold('', { url });
  const left = `select datname from pg_database where datname = '${killed.name}'
    union all select rolname from pg_roles where rolname = '${killed.name}'`;
  expect(await query(server.url('postgres'), left)).toHaveLength(2);
  await end(killed, 'SIGKILL');
  await using _cluster = await openCluster({ url });
  expect(await query(server.url('postgres'), left)).toEqual([]);
});

test.each([
  [
    'that does not answer',
    'postgres://teacher:chalk@127.0.0.1:1/school',
    'The PostgreSQL at 127.0.0.1:1 cannot be used',
  ],
  ['that is no URL', 'school', 'DATABASE_URL must look like postgres://'],
])('a DATABASE_URL %s is said at once, without its password', async (_title, bad, sentence) => {
  const refused = await openCluster({ url: bad }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'unreachable', message: expect.stringContaining(sentence) });
  expect(String(refused)).not.toContain('chalk');
});
