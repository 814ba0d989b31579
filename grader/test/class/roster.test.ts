import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { parse } from 'csv-parse/sync';
import { Gradebook } from '../../src/class/gradebook.ts';
import { seeka, temporaryFolder } from '../cli/seeka.ts';
import { serviceFiles } from '../cli/services.ts';
import { requires } from '../support/requires.ts';

let cluster: Cluster;
let database: FreshDatabase;
let home: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  cluster = await openCluster();
});
beforeEach(async () => {
  database = await cluster.fresh();
  home = await temporaryFolder();
  for (const folder of ['ada', 'bob', 'cyd', 'red']) await handIn(folder);
});
afterEach(async () => {
  await home?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

/** A service that does not start is graded soonest. */
async function handIn(folder: string, text = 'process.exit(1)'): Promise<void> {
  await mkdir(join(home.path, folder), { recursive: true });
  for (const [name, content] of Object.entries({ ...serviceFiles(text), 'whose.txt': folder })) {
    await writeFile(join(home.path, folder, name), content);
  }
}

/** Grades a roster, each line of which is `id,name,group,submission`. */
async function grade(lines: string[], ...more: string[]) {
  const roster = join(home.path, 'roster.csv');
  const out = join(home.path, 'out');
  const rows = lines.map((line) => line.replace(/^(\w+),([^,]*),/, '$1,$2,$1@example.org,'));
  await writeFile(roster, ['id,name,email,group,submission', ...rows].join('\n'));
  await rm(out, { recursive: true, force: true });
  const words = ['--roster', roster, '--lab', '01-address', '--out', out, '--database', database.url, ...more];
  const run = await seeka('class', 'grade', ...words);
  const table: Record<string, string>[] = parse(await readFile(join(out, 'gradebook.csv')), { columns: true });
  return { ...run, table, batch: /The batch is (\S+)\.\n/.exec(run.stdout)?.[1] ?? '' };
}

async function query<T>(look: (knex: Gradebook['knex']) => Promise<T>): Promise<T> {
  await using gradebook = await Gradebook.open(database.url);
  return await look(gradebook.knex);
}

function adjust(batch: string, member: string) {
  return seeka('class', 'adjust', batch, member, '+3', '--reason', 'Ill.', '--database', database.url);
}

const CLASS = ['ada,Ada,,ada', 'bob,Bob,red,red'];

requires('bubblewrap')('a roster that is mended or has grown goes on with its batch, and nothing is lost', async () => {
  const first = await grade(CLASS);
  await adjust(first.batch, 'ada');
  const before = await query((knex) => knex('grades').orderBy('attempt'));
  const grown = await grade(['abe,Abe,red,red', 'ada,Ada Ünal,,ada', 'bob,Bob,red,', 'cyd,Cyd,,cyd', 'eve,Eve,,']);
  expect(grown).toMatchObject({ batch: first.batch, stderr: expect.not.stringContaining('grades') });
  expect(grown.table.map(({ id, name, score }) => [id, name, score])).toEqual([
    ...[
      ['abe', 'Abe', '0'],
      ['ada', 'Ada Ünal', '3'],
      ['bob', 'Bob', '0'],
      ['cyd', 'Cyd', '0'],
      ['eve', 'Eve', ''],
    ],
  ]);
  const after = await query((knex) => knex('grades').orderBy('attempt'));
  expect(after.map(({ attempt }) => attempt)).toEqual(['ada', 'bob', 'cyd'].map((id) => `${first.batch}/${id}`));
  expect(after.slice(0, 2)).toEqual(before);
  expect((await grade(['ada,Ada,,ada'])).batch).toBe(first.batch);
});

requires('bubblewrap')('another roster, even of the same people, is another batch', async () => {
  const first = await grade(CLASS);
  expect((await grade(['ada,Ada,,cyd', 'bob,Bob,red,bob'])).batch).not.toBe(first.batch);
});

requires('bubblewrap')(
  'whose submission has changed since it was read is told, and keeps the grade until it is graded anew',
  async () => {
    const first = await grade(CLASS);
    await handIn('ada', 'process.exit(2)');
    const again = await grade(CLASS);
    expect(again.stderr).toBe(
      'note: ada: what was handed in has changed since it was read; --nth 2 grades everybody anew.\n',
    );
    expect(again).toMatchObject({ code: 0, batch: first.batch });
    const second = await grade(CLASS, '--nth', '2');
    expect(second).toMatchObject({ stderr: '', batch: first.batch.replace(/1$/, '2') });
    expect((await grade(CLASS)).stderr).toBe(
      `note: ${second.batch} is a later grading of this roster, and counts in its place: --nth 2 writes it.\n`,
    );
  },
);

requires('bubblewrap')('a new batch says what it does not carry over, and how to go on with the old one', async () => {
  const { batch } = await grade(CLASS);
  await adjust(batch, 'ada');
  const stays = `note: This is a new batch: 1 adjustment and 0 regrades of ${batch} do not count in it.`;
  expect((await grade(CLASS, '--nth', '2')).stderr).toBe(`${stays} --nth 1 goes on with that one.\n`);
});

requires('bubblewrap')(
  'under other checks the files are written of what is graded, and nothing else is graded',
  async () => {
    const { batch } = await grade(CLASS);
    await adjust(batch, 'ada');
    await query((knex) => knex('batches').update({ contractDigest: 'of before' }));
    const whole = await grade(CLASS);
    expect(whole).toMatchObject({ code: 0, stderr: '', batch, table: [{ score: '3' }, { score: '0' }] });
    const grown = await grade([...CLASS, 'cyd,Cyd,,cyd']);
    expect(grown.stderr).toContain(
      `note: The checks have changed since ${batch} began: no grade for 1 submission. --nth 2 grades everybody anew.\n`,
    );
    expect(grown.table[2]).toMatchObject({ status: 'unread', remark: expect.stringContaining('checks have changed') });
    expect(grown.code).toBe(1);
  },
);
