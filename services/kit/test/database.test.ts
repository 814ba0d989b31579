import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { databaseAway, openDatabase } from '../src/database.ts';
import { Problem } from '../src/problem.ts';
import { captureErrors } from './capture.ts';

let cluster: Cluster;
let fresh: FreshDatabase;
let folder: string;
beforeAll(async () => {
  cluster = await openCluster();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await writeFile(join(folder, '001-words.sql'), 'create table words (word text);');
  await writeFile(join(folder, '002-first.sql'), "insert into words values ('one'); insert into words values ('two');");
});
beforeEach(async () => {
  fresh = await cluster.fresh();
});
afterEach(() => fresh[Symbol.asyncDispose]());
afterAll(async () => {
  await rm(folder, { recursive: true });
  await cluster[Symbol.asyncDispose]();
});

const migrations = () => pathToFileURL(`${folder}/`);

test('each migration runs once, however many instances start at once', async () => {
  for (let round = 0; round < 2; round += 1) {
    const databases = Array.from({ length: 4 }, () => openDatabase(fresh.url, migrations()));
    await Promise.all(databases.map((database) => database.ready()));
    expect(await databases[0]?.knex('words').pluck('word')).toEqual(['one', 'two']);
    await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()));
  }
});

test('a migration that fails leaves nothing behind, and is tried again', async () => {
  using log = captureErrors();
  const broken = join(folder, '003-broken.sql');
  await writeFile(broken, 'create table more (word text); select nonsense;');
  await using database = openDatabase(fresh.url, migrations());

  await expect(database.ready()).rejects.toThrow('nonsense');
  await writeFile(broken, 'create table more (word text);');
  await database.ready();

  expect(await database.knex('more')).toEqual([]);
  expect(log.printed).not.toEqual([]);
  await rm(broken);
});

test('a database that is away is a 503, and a fault in SQL is not', async () => {
  using log = captureErrors();
  await using away = openDatabase('postgres://nobody@127.0.0.1:1/x', migrations());
  await using here = openDatabase(fresh.url, migrations());

  expect(await passedOn(away.ping())).toMatchObject({ status: 503 });
  expect(await passedOn(here.knex.raw('select nonsense'))).not.toBeInstanceOf(Problem);
  expect(log.printed).toHaveLength(1);
});

test('a connection that the server ends is replaced', async () => {
  await using database = openDatabase(fresh.url, migrations());
  await database.ping();

  const ended = database.knex.raw('select pg_terminate_backend(pg_backend_pid())');

  expect(await passedOn(ended)).toMatchObject({ status: 503 });
  while ((await passedOn(database.ping())) !== undefined);
  await expect(database.ping()).resolves.toBeUndefined();
});

test('what was locked by an instance that is cut off in the middle of a transaction is free after ten seconds', async () => {
  await using cutOff = openDatabase(fresh.url, migrations());
  await using other = openDatabase(fresh.url, migrations());
  await cutOff.ready();
  const free = async () => (await other.knex('words').forUpdate().skipLocked().pluck('word')).sort();

  const change = cutOff.knex.transaction(async (transaction) => {
    await transaction('words').where({ word: 'one' }).update({ word: 'three' });
    expect(await free()).toEqual(['two']);
    while ((await free()).length < 2) await setTimeout(500);
  });

  await expect(change).rejects.toThrow();
  expect(await free()).toEqual(['one', 'two']);
});

/** What the next error handler gets when this fails; undefined when it does not. */
async function passedOn(attempt: PromiseLike<unknown>): Promise<unknown> {
  const error = await Promise.resolve(attempt).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return undefined;
  return new Promise((resolve) => databaseAway(error, {} as never, {} as never, resolve));
}
