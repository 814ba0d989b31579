import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Cluster, openCluster } from '@seeka/postgres';
import { type Batch, Gradebook, recordGrade } from '../../src/class/gradebook.ts';
import { backUp } from '../../src/class/keeping.ts';
import { Queue } from '../../src/class/queue.ts';
import { beginRegrade, type Regrade, recordRegraded } from '../../src/class/regrade.ts';
import type { Report } from '../../src/types.ts';
import { seeka, temporaryFolder } from '../cli/seeka.ts';
import { openScene, type Scene } from '../portal/staff/support/scenes.ts';

let cluster: Cluster;
let scene: Scene;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  cluster = await openCluster();
});
beforeEach(async () => {
  folder = await temporaryFolder();
  scene = await openScene(cluster);
});
afterEach(async () => {
  await scene?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

const grade = { score: 80, report: { score: 80, outcomes: [] } as unknown as Report };

/** Each hands in something else; only these are graded. */
async function handedIn(members: string[], graded: string[]): Promise<Batch> {
  const { gradebook } = scene;
  const batch = await gradebook.batch('batch', '01-address', 'digest');
  for (const member of members) {
    const parcel = { digest: member, bytes: Buffer.from(member), notes: [] };
    await gradebook.handIn(batch, { member, source: 'x', notes: [], parcel }, async ({ id }, within) => {
      if (graded.includes(member)) await recordGrade(within, id, grade, 'test');
    });
  }
  return batch;
}

/** A regrade that has judged one attempt, and no other. */
async function halfJudged(batch: Batch, attempt: string): Promise<Regrade> {
  const { gradebook, queue } = scene;
  const wish = { contractDigest: 'digest', checks: null, neverLower: false, reason: 'anew', begunBy: 'prof' };
  const regrade = await beginRegrade(gradebook, queue, batch, wish);
  await recordRegraded(gradebook.knex, regrade.id, attempt, grade, 'test');
  return regrade;
}

test('what waited when a backup was made waits again when it is restored', async () => {
  const batch = await handedIn(['ada', 'dan', 'ben', 'cyd'], ['ada', 'dan']);
  const { id: regrade } = await halfJudged(batch, 'batch/ada');
  const file = join(folder.path, 'backup.gz');
  await backUp(scene.gradebook, file);
  await using other = await cluster.fresh();
  const { code, stdout } = await seeka('class', 'restore', file, '--database', other.url);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^Restored\. What the backup has no grade of is queued/)]);
  await using copy = await Gradebook.open(other.url);
  const places = await Queue.places(copy.knex);
  expect(places.map((place) => [place.attempt, place.regrade])).toEqual([
    ['batch/ben', undefined],
    ['batch/ben', regrade],
    ['batch/cyd', regrade],
    ['batch/dan', regrade],
    // Behind another of the same group.
    ['batch/cyd', undefined],
  ]);
});

test('a file that cannot be read, is cut off or holds something else is refused, and nothing is restored', async () => {
  await handedIn(['ada'], ['ada']);
  const whole = join(folder.path, 'whole.gz');
  await backUp(scene.gradebook, whole);
  const bytes = await readFile(whole);
  const files = {
    'cut.gz': bytes.subarray(0, bytes.length - 20),
    'text.gz': gzipSync('no JSON'),
    plain: 'no gzip',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content);
  await using other = await cluster.fresh();
  const said = async (name: string) => {
    const { code, stderr } = await seeka('class', 'restore', join(folder.path, name), '--database', other.url);
    return [code, stderr.replace(folder.path, '')];
  };
  expect(await said('missing.gz')).toEqual([2, 'error: /missing.gz cannot be used (ENOENT).\n']);
  expect(await said('cut.gz')).toEqual([2, 'error: /cut.gz is cut off: it is no whole backup of a gradebook.\n']);
  expect(await said('text.gz')).toEqual([2, 'error: /text.gz is no backup of a gradebook.\n']);
  expect(await said('plain')).toEqual([2, expect.stringContaining('no backup of a gradebook')]);
  await using copy = await Gradebook.open(other.url);
  expect(await copy.knex('members').first()).toBeUndefined();
});

test('a file is looked at first; for a gradebook that is not empty it is said how to get another', async () => {
  await handedIn(['ada'], ['ada']);
  const file = join(folder.path, 'backup.gz');
  await backUp(scene.gradebook, file);
  const said = async (path: string) => (await seeka('class', 'restore', path, '--database', scene.database.url)).stderr;
  expect(await said(join(folder.path, 'missing.gz'))).toContain('cannot be used (ENOENT)');
  expect(await said(file)).toMatch(/not empty\. Make a new database, .*create database.*--database\./);
});

test('a backup holds one submission at a time', async () => {
  await handedIn(['ada', 'ben', 'dan'], []);
  const held: number[] = [];
  scene.gradebook.knex.on('query-response', (rows: { row?: { bytes?: string } }[]) => {
    held.push(rows.filter(({ row }) => row?.bytes !== undefined).length);
  });
  await backUp(scene.gradebook, join(folder.path, 'backup.gz'));
  expect(held.filter((parcels) => parcels > 0)).toEqual([1, 1, 1]);
});

test('a backup that fails leaves no part of it behind', async () => {
  await handedIn(['ada'], ['ada']);
  await scene.gradebook.knex.schema.dropTable('extensions');
  const file = join(folder.path, 'backup.gz');
  await expect(backUp(scene.gradebook, file)).rejects.toThrow('extensions');
  await expect(access(file)).rejects.toThrow('ENOENT');
});
