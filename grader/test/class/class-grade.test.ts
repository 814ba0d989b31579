import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { parse } from 'csv-parse/sync';
import { Gradebook } from '../../src/class/gradebook.ts';
import { course } from '../../src/cli/labs.ts';
import { seeka, startSeeka, startSeekaWith, temporaryFolder } from '../cli/seeka.ts';
import { refuser, serviceFiles } from '../cli/services.ts';
import { requires } from '../support/requires.ts';

let cluster: Cluster;
let database: FreshDatabase;
let home: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  cluster = await openCluster();
  home = await temporaryFolder();
  await mkdir(join(home.path, 'refuser'));
  for (const [name, text] of Object.entries(serviceFiles(refuser))) {
    await writeFile(join(home.path, 'refuser', name), text);
  }
  await writeFile(join(home.path, 'broken.zip'), 'PK\u0003\u0004 and no more');
});
beforeEach(async () => {
  database = await cluster.fresh();
  await rm(join(home.path, 'out'), { recursive: true, force: true });
});
afterEach(() => database[Symbol.asyncDispose]());
afterAll(async () => {
  await home?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

/** The words of a command that grades these lines of a roster. */
async function wordsFor(lines: string[]): Promise<string[]> {
  const roster = join(home.path, 'roster.csv');
  await writeFile(roster, ['id,name,email,group,submission', ...lines, ''].join('\n'));
  const where = ['--out', join(home.path, 'out'), '--database', database.url];
  return ['class', 'grade', '--roster', roster, '--lab', '01-address', ...where];
}

/** Resolves when an attempt waits in the queue. */
async function queued(): Promise<void> {
  await using opened = await Gradebook.open(database.url);
  while (!(await opened.knex('attempts').first())) await pause(50);
}

async function gradebook(): Promise<Record<string, string>[]> {
  return parse(await readFile(join(home.path, 'out', 'gradebook.csv')), { columns: true });
}

requires('bubblewrap')('a class gets a gradebook that says of each student what became of the submission', async () => {
  const words = await wordsFor([
    `ada,Ada Example,ada@example.org,,${join(course, 'solutions', '01-address')}`,
    'bob,"=HYPERLINK(""https://example.org"")",bob@example.org,red,refuser',
    'cyd,Cyd Example,cyd@example.org,red,',
    'dan,Dan Example,dan@example.org,,broken.zip',
    'eve,Eve Example,eve@example.org,,not-there',
    'fay,Fay Example,fay@example.org,,',
  ]);
  const { code, stdout } = await seeka(...words);
  expect(stdout).toMatch(/^3 of 6 students have a score, median 0\.\n3 have none: gradebook\.csv says why\.\n/);
  expect((await gradebook()).map(({ id, score, status }) => [id, score, status])).toEqual([
    ['ada', '100', 'graded'],
    ['bob', '0', 'graded'],
    ['cyd', '0', 'graded'],
    ['dan', '', 'unreadable'],
    ['eve', '', 'unread'],
    ['fay', '', 'missing'],
  ]);
  expect(await readFile(join(home.path, 'out', 'gradebook.csv'), 'utf8')).not.toMatch(/(^|[,"])=/m);
  expect(JSON.parse(await readFile(join(home.path, 'out', 'reports', 'ada.json'), 'utf8'))).toMatchObject({
    score: 100,
    submission: { source: join(course, 'solutions', '01-address'), sandbox: 'bubblewrap' },
  });
  const [canvas, moodle] = await Promise.all(
    ['canvas.csv', 'moodle.csv'].map((name) => readFile(join(home.path, 'out', name), 'utf8')),
  );
  expect(canvas).toMatch(/^"?Student"?,.*\r\n.*Points Possible/);
  expect(moodle?.trim().split('\n')).toHaveLength(1 + 3);
  expect(await readFile(join(home.path, 'out', 'reports', 'bob.html'), 'utf8')).toContain('0/100');
  expect(code).toBe(1);
});

requires('bubblewrap')('what is graded already is not graded again, unless it is asked for', async () => {
  const words = await wordsFor(['bob,Bob Example,bob@example.org,,refuser']);
  const seedOf = async () => {
    expect((await seeka(...words)).code).toBe(0);
    return JSON.parse(await readFile(join(home.path, 'out', 'reports', 'bob.json'), 'utf8')).seed;
  };
  const first = await seedOf();
  expect(await seedOf()).toBe(first);
  words.push('--nth', '2');
  expect(await seedOf()).not.toBe(first);
});

requires('bubblewrap')('a service at a URL is graded when it says whose it is, before and after', async () => {
  let nonce = 'of a classmate';
  const server = createServer(({ url }, response) => {
    if (url === '/.well-known/seeka-submission') response.writeHead(200, { 'content-type': 'text/plain' }).end(nonce);
    else response.writeHead(url === '/health' ? 200 : 404).end();
  });
  await using _closing = { [Symbol.asyncDispose]: async () => void server.close() };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const words = await wordsFor([`bob,Bob,bob@example.org,,http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
  const remarkOf = async (...more: string[]) => {
    await seeka(...words, ...more);
    return (await gradebook()).map(({ score, status, remark }) => ({ score, status, remark }));
  };
  expect(await remarkOf()).toMatchObject([{ score: '', status: 'unreadable', remark: expect.stringMatching(/https/) }]);
  const allowed = ['--allow', '127.0.0.1'];
  expect(await remarkOf('--nth', '2', ...allowed)).toMatchObject([
    { status: 'unreadable', remark: expect.stringContaining('holds another line than the one you were given') },
  ]);
  const { stdout } = await seeka('class', 'nonces', ...words.slice(2, 6), '--database', database.url);
  nonce = (parse(stdout, { columns: true }) as { nonce: string }[])[0]?.nonce ?? 'none';
  expect(await remarkOf('--nth', '3', ...allowed)).toMatchObject([{ score: '0', status: 'graded' }]);
});

requires('bubblewrap')('the record of each attempt is signed, and replays', async () => {
  await seeka(...(await wordsFor(['bob,Bob Example,bob@example.org,,refuser'])));
  const report = join(home.path, 'out', 'reports', 'bob.json');
  expect((await seeka('replay', report, '--submission', join(home.path, 'refuser'))).code).toBe(0);
  await writeFile(report, (await readFile(report, 'utf8')).replace('"score": 0', '"score": 99'));
  expect((await seeka('replay', report, '--submission', join(home.path, 'refuser'))).code).toBe(2);
});

requires('bubblewrap')(
  'a batch is regraded and adjusted from the command line, which tells what has been done',
  async () => {
    const { stdout } = await seeka(...(await wordsFor(['bob,Bob Example,bob@example.org,,refuser'])));
    const batch = /The batch is (\S+)\.\n/.exec(stdout)?.[1] ?? '';
    const withReason = ['--reason', 'We look again.', '--by', 'prof', '--database', database.url];
    const regrade = await seeka('class', 'regrade', batch, '--check', 'page.limit', ...withReason);
    expect(regrade.stdout).toMatch(
      /^No score would change\.\nNothing has changed yet.*: seeka class apply regrade-\w+\n$/,
    );
    const id = regrade.stdout.trim().split(' ').at(-1) ?? '';
    expect((await seeka('class', 'apply', id, '--by', 'prof', '--database', database.url)).code).toBe(0);
    const adjusted = await seeka('class', 'adjust', batch, 'bob', '-2.5', ...withReason);
    expect(adjusted.stdout).toBe('bob has 0 now, -2.5 by hand.\n');
    const history = await seeka('class', 'history', batch, '--member', 'bob', '--database', database.url);
    expect(history.stdout).toMatch(/prof · began regrade-\w+ · We look again\.\n.*applied.*\n.*adjusted by -2.5 · bob/);
    expect((await seeka('class', 'apply', id, '--database', database.url)).code).toBe(2);
    const backup = join(home.path, `${batch}.gz`);
    expect((await seeka('class', 'backup', backup, '--database', database.url)).code).toBe(0);
    expect((await seeka('class', 'backup', backup, '--database', database.url)).stderr).toContain(
      'exists already. Choose',
    );
    expect((await seeka('class', 'restore', backup, '--database', database.url)).stderr).toContain('new database');
    const forgotten = await seeka('class', 'forget', 'bob', '--yes', '--database', database.url);
    expect(forgotten.stdout).toMatch(/^Nothing is kept of bob any more/);
    expect((await seeka('class', 'history', 'none', '--database', database.url)).code).toBe(2);
  },
);

requires('bubblewrap')('with no concurrency of its own a class is graded by a worker elsewhere', async () => {
  await using worker = startSeekaWith({ SEEKA_DATABASE_URL: database.url }, 'worker', '--concurrency', '1');
  const words = await wordsFor(['bob,Bob Example,bob@example.org,,refuser']);
  expect((await seeka(...words, '--concurrency', '0')).code).toBe(0);
  expect(await gradebook()).toMatchObject([{ id: 'bob', score: '0', status: 'graded' }]);
  expect(await worker.interrupt()).toBe(130);
});

requires('bubblewrap')('Ctrl-C ends the grading of a class, which says so, and nothing of a fault', async () => {
  const words = await wordsFor(['bob,Bob Example,bob@example.org,,refuser']);
  const grading = startSeeka(...words, '--concurrency', '0');
  await queued();
  expect(await grading.interrupt()).toBe(130);
  expect((await grading.ended).stderr).toBe('Ending what is under way; Ctrl-C again ends at once.\n');
});

test('a roster with faults is refused with the place of each', async () => {
  const { code, stderr } = await seeka(
    ...(await wordsFor(['ada,Ada Example,no address,,x', ',Bob,bob@example.org,,x'])),
  );
  expect(stderr).toMatch(/^error: .*roster\.csv: .*line 2.*line 3/s);
  expect(code).toBe(2);
});

test('a roster that is not there, an unknown lab and a worker without a gradebook are refused', async () => {
  const out = ['--out', join(home.path, 'out')];
  const absent = await seeka('class', 'grade', '--roster', join(home.path, 'none.csv'), '--lab', '01-address', ...out);
  expect(absent).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read (ENOENT)') });
  const unknown = await seeka('class', 'grade', '--roster', 'x', '--lab', '09-nothing', ...out);
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('The labs are: 01-address') });
  const worker = await seeka('worker');
  expect(worker).toMatchObject({ code: 2, stderr: expect.stringContaining('Set SEEKA_DATABASE_URL') });
});
