import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { seeka, seekaWith } from '../cli/seeka.ts';
import { zipOf } from '../portal/support/zip.ts';
import { classRoom, good, renamed, solution, sourcesOf } from './variants.ts';

const original = sourcesOf(solution);
const fastify = sourcesOf(join(good, 'fastify-kysely'));
const lab = ['--lab', '01-address'];

test('--help shows examples and exit codes', async () => {
  const { code, stdout } = await seeka('similarity', '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Examples:\n +seeka similarity/);
  expect(stdout).toMatch(/Exit codes: 0 done, 2/);
});

test('a folder of submissions is compared, and the report written', async () => {
  using room = classRoom();
  using reports = classRoom();
  room.add('ada', original);
  room.add('ben', renamed(original));
  room.add('cleo', fastify);
  writeFileSync(join(room.path, 'notes.txt'), 'Graded in haste.');
  const out = join(reports.path, 'similar');
  const { code, stdout, stderr } = await seeka(
    'similarity',
    room.path,
    ...lab,
    '--out',
    out,
    '--json',
    join(reports.path, 'a.json'),
  );
  expect(stderr).toBe('Left out: notes.txt: ./notes.txt is not a folder, and no zip.\n');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Compared 3 of 4 submissions; 1 left out\.\nAt least 50 % like another: 2, in 1 cluster\.\n/);
  expect(stdout).toMatch(/Most alike, 100 %: ada and ben\./);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('href="pairs/001.html"');
  expect(readFileSync(join(out, 'pairs', '001.html'), 'utf8')).toContain('Addresses_of_mine');
  const rows = parse(readFileSync(join(out, 'pairs.csv')), { columns: true, bom: true }) as Record<string, string>[];
  expect(rows[0]).toMatchObject({ similarity: '1.000', left_id: 'ada', right_id: 'ben', alike_in_part: 'no' });
  expect(JSON.parse(readFileSync(join(reports.path, 'a.json'), 'utf8')).clusters).toEqual([['ada', 'ben']]);
});

test('a roster names the submissions, and what a group hands in is compared once', async () => {
  using room = classRoom();
  using reports = classRoom();
  for (const id of ['one', 'two', 'three']) room.add(id, original);
  const roster = join(room.path, 'roster.csv');
  const rows = [
    '1,Ada,a@example.org,A,,one',
    '2,Ben,b@example.org,A,,',
    '3,Cleo,c@example.org,B,01-address,two',
    '4,Dan,d@example.org,,,three',
    '5,Eve,e@example.org,,02-person,gone',
    '6,Fay,f@example.org,,,',
    '7,Gil,g@example.org,,,lost',
  ];
  writeFileSync(roster, `\uFEFFid,name,email,group,lab,submission\r\n${rows.join('\r\n')}\r\n`);
  const out = join(reports.path, 'similar');
  const { code, stdout, stderr } = await seeka('similarity', roster, ...lab, '--out', out);
  expect(stderr).toBe('Left out: Gil, line 8: There is no folder lost.\n');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Compared 3 of 4 submissions; 1 left out\./);
  const pairs = parse(readFileSync(join(out, 'pairs.csv')), { columns: true, bom: true }) as Record<string, string>[];
  expect(pairs.map(({ left_name, right_name }) => `${left_name} | ${right_name}`)).toEqual([
    'Ada, Ben | Cleo',
    'Ada, Ben | Dan',
    'Cleo | Dan',
  ]);
});

test('a zip is compared as a folder is, what cannot be read is told, and nothing of it stays', async () => {
  using room = classRoom();
  using reports = classRoom();
  room.add('ada', original);
  room.add('temporary', {});
  writeFileSync(join(room.path, 'red.zip'), await zipOf({ ...renamed(original), 'package.json': '{}' }));
  writeFileSync(join(room.path, 'broken.zip'), 'PK');
  const rows = [
    '1,Ada,a@example.org,ada',
    '2,Ben,b@example.org,red.zip',
    '3,Cleo,c@example.org,broken.zip',
    '4,Dan,d@example.org,https://127.0.0.1/dan.git',
    '5,Eve,e@example.org,https://eve.example.org',
  ];
  writeFileSync(join(room.path, 'roster.csv'), `id,name,email,submission\n${rows.join('\n')}\n`);
  const words = ['similarity', join(room.path, 'roster.csv'), ...lab, '--out', reports.path];
  const { code, stdout, stderr } = await seekaWith({ TMPDIR: join(room.path, 'temporary') }, ...words);
  expect(stdout).toMatch(/Compared 2 of 5 submissions; 3 left out\.\nAt least 50 % like another: 2, in 1 cluster\.\n/);
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^Left out: Cleo, line 4: .*zip/),
    expect.stringMatching(/^Left out: Dan, line 5: .*127\.0\.0\.1/),
    'Left out: Eve, line 6: https://eve.example.org is a service at a URL, and its code is not here.',
  ]);
  expect(readFileSync(join(reports.path, 'pairs', '001.html'), 'utf8')).toContain('Addresses_of_mine');
  expect(readdirSync(join(room.path, 'temporary'))).toEqual([]);
  expect(code).toBe(0);
});

test('names chosen to forge a line, a page or a formula do not', async () => {
  using room = classRoom();
  using reports = classRoom();
  room.add('=1+1 <img src=x>\n::error::forged\u202e', original);
  room.add('ben', renamed(original));
  const { code, stdout } = await seeka('similarity', room.path, ...lab, '--out', reports.path);
  expect(code).toBe(0);
  expect(stdout).toContain('Most alike, 100 %: =1+1 <img src=x>\\n\\x3a:error::forged\\u{202e} and ben.');
  expect(stdout).not.toMatch(/^::/m);
  for (const name of ['index.html', 'pairs/001.html']) {
    const page = readFileSync(join(reports.path, name), 'utf8');
    expect(page).not.toMatch(/<img|\u202e/);
    expect(page).toContain('&lt;img src=x&gt;\\n\\x3a:error::forged\\u{202e}');
  }
  expect(readFileSync(join(reports.path, 'pairs.csv'), 'utf8')).toContain("1.000,'=1+1 <img");
});

test('pages of an earlier run are replaced, other files are left', async () => {
  using room = classRoom();
  using reports = classRoom();
  room.add('ada', original);
  room.add('cleo', fastify);
  const words = ['similarity', room.path, ...lab, '--out', reports.path];
  expect((await seeka(...words)).code).toBe(0);
  reports.add('pairs', { '099.html': 'old', 'mine.html': 'mine' });
  expect((await seeka(...words)).code).toBe(0);
  expect(readdirSync(join(reports.path, 'pairs')).sort()).toEqual(['001.html', 'mine.html']);
});

test('a folder that holds other files and no earlier report is left alone', async () => {
  using room = classRoom();
  using mine = classRoom();
  room.add('ada', original);
  writeFileSync(join(mine.path, 'index.html'), 'mine');
  const { code, stderr } = await seeka('similarity', room.path, ...lab, '--out', mine.path);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/holds no earlier report, so nothing was done/)]);
  expect(readFileSync(join(mine.path, 'index.html'), 'utf8')).toBe('mine');
});

describe('wrong input ends with exit code 2 and says what to do', () => {
  const room = classRoom();
  room.add('ada', original);
  const file = (name: string, text: string) => {
    writeFileSync(join(room.path, name), text);
    return join(room.path, name);
  };
  const header = 'id,name,email,submission\n';
  const reports = classRoom();
  const out = ['--out', join(reports.path, 'similar')];
  afterAll(() => {
    room[Symbol.dispose]();
    reports[Symbol.dispose]();
  });

  test.each([
    [['/no/such', ...lab, ...out], /There is no \/no\/such\. Give a folder of submissions or a roster\.csv/],
    [
      [join(room.path, 'ada', 'src'), ...lab, ...out],
      /Left out: app\.ts: .*\nerror: Nothing in .*src can be compared/s,
    ],
    [[solution, ...lab, ...out], /01-address is one submission\. Give the folder that holds all of them/],
    [[room.path, '--lab', '99-none', ...out], /There is no lab "99-none"\. The labs are: 01-address/],
    [[room.path, ...lab], /required option '--out/],
    [[room.path, ...out], /required option '--lab/],
    [[room.path, ...lab, ...out, '--threshold', '50'], /must be from 0 to 1/],
    [[room.path, ...lab, ...out, '--common', '0'], /must be from 1 to 100/],
    [
      [room.path, ...lab, '--out', join(room.path, 'similar')],
      /lies among the submissions\. Choose a folder beside them/,
    ],
    [[room.path, ...lab, '--out', import.meta.filename], /cannot be made \(EEXIST\)\. Choose another/],
    [[file('a.csv', 'name\nAda'), ...lab, ...out], /a\.csv: The roster cannot be used:\n.*There is no column id/],
    [[file('b.csv', `${header},A,a@example.org,ada`), ...lab, ...out], /line 2: The id is missing/],
    [[file('c.csv', `${header}1,A,a@example.org,"ada`), ...lab, ...out], /line 2: A quotation mark/],
    [[file('d.csv', `${header}1,A,a@example.org,bob`), ...lab, ...out], /A, line 2: There is no folder bob\.\nerror: /],
  ])('%j', async (words, reason) => {
    const { code, stderr } = await seeka('similarity', ...words);
    expect(stderr).toMatch(reason);
    expect(code).toBe(2);
    expect(existsSync(join(room.path, 'similar'))).toBe(false);
  });
});
