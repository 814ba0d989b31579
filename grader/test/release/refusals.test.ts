import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { course } from '../../src/cli/labs.ts';
import { seeka, temporaryFolder } from '../cli/seeka.ts';

const solution = join(course, 'solutions', '01-address');
const manifest = (start: string) => ({ 'package.json': JSON.stringify({ scripts: { start } }) });

test.each(['release', 'pack'])('%s --help shows examples and exit codes', async (name) => {
  const { code, stdout } = await seeka(name, '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`Examples:\n +seeka ${name}`));
  expect(stdout).toMatch(/Exit codes: 0 .+ · 2 .+ · 3 /);
});

test.each([
  [['release'], /Say --students FOLDER or --instructors FOLDER\./],
  [['release', '--students', 'a', '--instructors', 'b'], /Say --students FOLDER or --instructors FOLDER\./],
  [['release', '--students', join(course, 'out')], /are one inside the other\. Choose a folder beside it/],
  [['release', '--students', '/'], /are one inside the other/],
  [['release', '--students', import.meta.filename], /one inside the other/],
  [['pack', solution], /required option '--out <folder>' not specified/],
  [['pack', '99-none', '--out', 'a'], /There is no folder 99-none\./],
  [['pack', solution, '--lab', '99-none', '--out', 'a'], /There is no lab "99-none"\. The labs are: 01-address/],
  [['pack', 'https://example.org', '--lab', '01-address', '--out', 'a'], /runs already\. Give the folder/],
  [['pack', solution, '--out', join(solution, 'packed')], /one inside the other/],
])('%j is refused with exit code 2, and says why', async (words, reason) => {
  const { code, stderr } = await seeka(...words);
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
});

test.each([
  [{ Procfile: 'web: python3 server.py\n' }, /is started by "python3 server\.py"\..+only of what "node FILE" starts\./],
  [manifest('tsx src/server.ts'), /is started by "tsx src\/server\.ts"/],
  [manifest('node --env-file=.env server.js'), /is started by "node --env-file=\.env server\.js"/],
  [manifest('node gone.js'), /gone\.js/],
  [{ ...manifest('node a.js'), 'a.js': "import 'no-such-package'" }, /a\.js: Module not found: .*no-such-package/],
  [{ ...manifest('node a.ts'), 'a.ts': 'const = 1' }, /a\.ts: /],
  [{ 'package.json': '{}' }, /no script "start"/],
  [{ 'package.json': '{' }, /not valid JSON/],
])('the service %j cannot be packed, and what is at fault is named', async (files, reason) => {
  await using sources = await temporaryFolder(files);
  await using out = await temporaryFolder();
  const { code, stderr } = await seeka('pack', sources.path, '--lab', '01-address', '--out', out.path);
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
});

test('a folder with something in it is left alone, with --force too unless the command has made it', async () => {
  await using out = await temporaryFolder({ 'diary.txt': 'mine' });
  for (const words of [
    ['release', '--instructors'],
    ['pack', solution, '--out'],
  ]) {
    const first = await seeka(...words, out.path);
    expect([first.code, first.stderr]).toEqual([
      2,
      expect.stringMatching(/is not empty, so nothing was done.+--force/),
    ]);
    const forced = await seeka(...words, out.path, '--force');
    expect([forced.code, forced.stderr]).toEqual([2, expect.stringMatching(/holds what this command has not made/)]);
  }
  expect(await readdir(out.path)).toEqual(['diary.txt']);
});

test('the instructor edition has all that git knows but CI, and is replaced with --force, its history kept', async () => {
  await using out = await temporaryFolder();
  expect(await seeka('release', '--instructors', out.path)).toMatchObject({ code: 0 });
  const names = await readdir(out.path);
  expect(names).toEqual(expect.arrayContaining(['solutions', 'grader', 'docs', '.npmrc', 'package-lock.json']));
  for (const made of ['node_modules', '.git', '.seeka', '.ci']) expect(names).not.toContain(made);
  await writeFile(join(out.path, 'of-last-year.txt'), '');
  await writeFile(join(out.path, '.git'), 'gitdir: elsewhere');
  expect(await seeka('release', '--instructors', out.path, '--force')).toMatchObject({ code: 0 });
  const again = await readdir(out.path);
  expect(again).toContain('.git');
  expect(again).not.toContain('of-last-year.txt');
});
