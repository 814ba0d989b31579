import { join } from 'node:path';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { Gradebook } from '../../src/class/gradebook.ts';
import { seekaWith, temporaryFolder } from '../cli/seeka.ts';
import { COURSE, ROSTER } from '../portal/support/portal.ts';

let cluster: Cluster;
let database: FreshDatabase;
let other: FreshDatabase;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  cluster = await openCluster();
  [database, other] = await Promise.all([cluster.fresh(), cluster.fresh()]);
  folder = await temporaryFolder({ 'roster.csv': ROSTER, 'course.yaml': COURSE });
  await using gradebook = await Gradebook.open(database.url);
  await gradebook.enrol(['ada', 'eve'].map((id) => ({ id, name: id, email: `${id}@example.org`, role: 'student' })));
  const batch = await gradebook.batch('batch', '01-address', 'digest');
  for (const member of ['ada', 'eve']) {
    const parcel = { digest: member, bytes: Buffer.from(member), notes: [] };
    await gradebook.handIn(batch, { member, source: 'x', notes: [], parcel }, async () => undefined);
  }
  await gradebook.knex('attempts').update({ handedInAt: new Date('2026-02-01T12:00:00Z') });
});
afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await other?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

function file(name: string): string {
  return join(folder.path, name);
}

const inSetting = (url: string, ...words: string[]) => seekaWith({ SEEKA_DATABASE_URL: url }, ...words);
const parcels = async () => {
  await using gradebook = await Gradebook.open(database.url);
  return (await gradebook.knex('parcels').orderBy('digest').pluck('digest')) as string[];
};
const named = ({ name }: FreshDatabase) => `gradebook ${name} at ${cluster.host}:${cluster.port}`;

test('a gradebook is the one of --database, else of SEEKA_DATABASE_URL, and what would be deleted from which is said', async () => {
  const bySetting = await inSetting(database.url, 'class', 'purge', '2026-02-02');
  expect([bySetting.code, bySetting.stdout, bySetting.stderr]).toEqual([
    2,
    '',
    `To be deleted from the ${named(database)}: 2 submissions.\nerror: Nothing was deleted. Say --yes to delete it.\n`,
  ]);
  const byOption = await inSetting(database.url, 'class', 'purge', '2026-02-02', '--database', other.url);
  expect(byOption.stderr).toContain(`To be deleted from the ${named(other)}: 0 submissions.`);
  expect(await parcels()).toEqual(['ada', 'eve']);
});

test('only with --yes is anything deleted where nobody can be asked', async () => {
  const asked = await inSetting(database.url, 'class', 'forget', 'ada');
  expect(asked).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(': ada with 1 submission, scores and reports.'),
  });
  expect(await parcels()).toEqual(['ada', 'eve']);
  const forgotten = await inSetting(database.url, 'class', 'forget', 'ada', '--yes');
  expect([forgotten.code, forgotten.stdout]).toEqual([0, expect.stringMatching(/^Nothing is kept of ada any more/)]);
  expect(await parcels()).toEqual(['eve']);
  const purged = await inSetting(database.url, 'class', 'purge', '2026-02-02', '--yes');
  expect([purged.code, purged.stdout]).toEqual([0, '1 submission deleted.\n']);
  expect(await parcels()).toEqual([]);
  const stranger = await inSetting(database.url, 'class', 'forget', 'ada', '--yes');
  expect([stranger.code, stranger.stderr]).toEqual([2, 'error: There is no member "ada" in the gradebook.\n']);
});

const commands: [string, () => string[]][] = [
  ['class', () => ['class', 'history', 'batch']],
  ['class nonces', () => ['class', 'nonces', '--roster', file('roster.csv'), '--lab', '01-address']],
  ['worker', () => ['worker']],
  ['portal', () => ['portal', '--roster', file('roster.csv'), '--course', file('course.yaml'), '--concurrency', '0']],
];

describe.each(commands)('%s', (_name, words) => {
  test('refuses a URL that is none of a gradebook', async () => {
    for (const run of [
      await inSetting('https://example.org/x', ...words()),
      await inSetting('', ...words(), '--database', ''),
      await inSetting('', ...words(), '--database', 'here'),
    ]) {
      expect(run).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('must look like postgres://user:password@'),
      });
    }
  });

  test('says which gradebook cannot be reached, without its password', async () => {
    const { code, stderr } = await inSetting('postgres://ann:secret@127.0.0.1:1/x', ...words());
    expect(stderr).toMatch(
      /^error: The gradebook at 127\.0\.0\.1:1 cannot be reached: .*Is it running\? See --database\.\n$/m,
    );
    expect(stderr).not.toContain('secret');
    expect(code).toBe(2);
  });
});

test('a gradebook that the server does not have is told by its server', async () => {
  const { code, stderr } = await inSetting(cluster.url('nobody_made_it'), 'class', 'history', 'batch');
  expect(stderr).toMatch(
    /^error: The gradebook at \S+ cannot be used: database "nobody_made_it" does not exist\. See --/,
  );
  expect(code).toBe(2);
});
