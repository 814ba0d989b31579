import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCluster } from '../src/index.ts';
import { end, gone, hold, postmasterIn, query, temporaryFolder } from './support/processes.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const open = (directory: string) => openCluster({ directory, url: '' });

test('processes that open at once share one server, and the last to leave stops it', async () => {
  const directory = join(folder.path, 'both');
  const [one, other] = await Promise.all([hold(directory), hold(directory)]);
  expect(other.port).toBe(one.port);
  const pid = postmasterIn(directory);
  await end(one);
  expect(() => process.kill(pid, 0)).not.toThrow();
  await end(other);
  expect(await gone(pid)).toBe(true);
});

test.each([
  ['a process that exits without leaving has left', undefined],
  ['a process that is ended by SIGTERM has left', 'SIGTERM'],
  ['a process that is ended by SIGINT has left', 'SIGINT'],
  ['a process whose terminal is closed has left', 'SIGHUP'],
] as const)('%s, and as the last it stops the server', async (_title, signal) => {
  const directory = join(folder.path, 'ended');
  const holder = await hold(directory, { exits: true });
  const pid = postmasterIn(directory);
  await end(holder, signal);
  expect(holder.child.signalCode).toBe(signal ?? null);
  expect(await gone(pid)).toBe(true);
  expect(readdirSync(join(directory, 'leases'))).toEqual([]);
});

test('the server of a process that was killed is adopted, and what it left is dropped', async () => {
  const directory = join(folder.path, 'orphan');
  const killed = await hold(directory);
  const pid = postmasterIn(directory);
  await end(killed, 'SIGKILL');
  const adopted = await open(directory);
  expect([adopted.port, postmasterIn(directory)]).toEqual([killed.port, pid]);
  const left = `select datname from pg_database where datname = '${killed.name}'
    union select rolname from pg_roles where rolname = '${killed.name}'`;
  expect(await query(adopted.url('postgres'), left)).toEqual([]);
  await adopted[Symbol.asyncDispose]();
  expect(await gone(pid)).toBe(true);
});

test('the databases of a process that lives are left alone', async () => {
  const directory = join(folder.path, 'living');
  const holder = await hold(directory);
  await using cluster = await open(directory);
  const held = `select datname from pg_database where datname = '${holder.name}'`;
  expect(await query(cluster.url('postgres'), held)).toEqual([{ datname: holder.name }]);
  await end(holder);
});

test('a postmaster that was killed is replaced, and the data is there', async () => {
  const directory = join(folder.path, 'killed');
  await using first = await open(directory);
  await query(await first.database('kept'), 'create table marks as select 7 as n');
  process.kill(postmasterIn(directory), 'SIGKILL');
  await using second = await open(directory);
  expect(await query(second.url('kept'), 'select n from marks')).toEqual([{ n: 7 }]);
});

test('an orphan that does not answer is replaced', async () => {
  const directory = join(folder.path, 'hung');
  const killed = await hold(directory);
  const pid = postmasterIn(directory);
  await end(killed, 'SIGKILL');
  process.kill(pid, 'SIGSTOP');
  await using cluster = await open(directory);
  expect(await query(cluster.url('postgres'), 'select 1 as n')).toEqual([{ n: 1 }]);
  expect(await gone(pid)).toBe(true);
});

test('a process that happens to have the id of a former postmaster is left alone', async () => {
  const directory = join(folder.path, 'stale');
  await (await open(directory))[Symbol.asyncDispose]();
  const innocent = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const lines = [innocent.pid, join(directory, 'data'), 1, 5432, '', '127.0.0.1', '0 0', 'ready'];
  writeFileSync(join(directory, 'data', 'postmaster.pid'), `${lines.join('\n')}\n`);
  await (await open(directory))[Symbol.asyncDispose]();
  expect(innocent.exitCode ?? innocent.signalCode).toBe(null);
  innocent.stdin.end();
  expect(await once(innocent, 'exit')).toEqual([0, null]);
});

test('what a process left that was killed while it opened hinders nobody', async () => {
  const directory = join(folder.path, 'half');
  mkdirSync(join(directory, 'draft-999999999'), { recursive: true });
  mkdirSync(join(directory, 'leases'));
  writeFileSync(join(directory, 'leases', '999999999-1-1'), '');
  symlinkSync('999999999-1', join(directory, 'lock'));
  await using cluster = await open(directory);
  expect(cluster.port).toBeGreaterThan(0);
  expect(readdirSync(directory).sort()).toEqual(['data', 'leases', 'password', 'postgres.log']);
});

test('a cluster may be disposed of twice', async () => {
  const cluster = await open(join(folder.path, 'both'));
  await cluster[Symbol.asyncDispose]();
  await expect(cluster[Symbol.asyncDispose]()).resolves.toBeUndefined();
});
