import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeReports } from '../../src/cli/outputs.ts';
import { seeka, temporaryFolder } from '../cli/seeka.ts';
import { refuser, serviceFiles } from '../cli/services.ts';
import { faulted } from '../report/samples.ts';
import { faultsOf } from './support/schemas.ts';
import { unpack } from './support/unpack.ts';

const decoded = async (file: string) => JSON.parse(Buffer.from(await readFile(file, 'utf8'), 'base64').toString());

test('grade writes for Gradescope and for GitHub Classroom beside its other reports', async () => {
  await using folder = await temporaryFolder(serviceFiles(refuser));
  const [results, result] = [join(folder.path, 'results.json'), join(folder.path, 'result')];
  const files = ['--gradescope', results, '--github-classroom', result];
  const { code } = await seeka('grade', folder.path, '--quiet', '--through', '1.1', ...files);
  expect(code).toBe(0);
  const gradescope = JSON.parse(await readFile(results, 'utf8'));
  expect(faultsOf('gradescope', gradescope)).toEqual([]);
  expect(gradescope.score).toBe(0);
  expect(faultsOf('classroom', await decoded(result))).toEqual([]);
});

test('a fault of the grader removes an older result for Gradescope, and gives GitHub Classroom no points', async () => {
  await using folder = await temporaryFolder({ 'results.json': '{"score": 100}' });
  const [gradescope, githubClassroom] = [join(folder.path, 'results.json'), join(folder.path, 'result')];
  await writeReports(faulted, { gradescope, githubClassroom });
  expect(existsSync(gradescope)).toBe(false);
  expect(await decoded(githubClassroom)).toMatchObject({ status: 'error', max_score: 0 });
});

test('export writes an autograder that Gradescope can unpack', async () => {
  await using folder = await temporaryFolder();
  const zip = join(folder.path, 'address.zip');
  const { code, stdout } = await seeka('export', 'gradescope-autograder', zip, '--lab', '01-address');
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`Written: ${zip}\n`) });
  expect(await unpack(await readFile(zip), join(folder.path, 'source'))).toContain('run_autograder');
});

test('export writes a workflow for students’ repositories', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'grade.yml');
  const course = ['--course', 'our-university/seeka', '--ref', 'v1.0.0'];
  const { code } = await seeka('export', 'github-workflow', file, '--lab', '02-person', ...course);
  expect(code).toBe(0);
  expect(await readFile(file, 'utf8')).toContain('--lab 02-person');
});

test('a file that is there is overwritten with --force alone', async () => {
  await using folder = await temporaryFolder({ 'grade.yml': 'mine' });
  const file = join(folder.path, 'grade.yml');
  const words = ['github-workflow', file, '--lab', '01-address', '--course', 'our-university/seeka', '--ref', 'v1.0.0'];
  const { code, stderr } = await seeka('export', ...words);
  expect([code, stderr]).toEqual([2, expect.stringContaining('grade.yml exists already, so nothing was done.')]);
  expect(await readFile(file, 'utf8')).toBe('mine');
  expect((await seeka('export', ...words, '--force')).code).toBe(0);
  expect(await readFile(file, 'utf8')).toContain('--lab 01-address');
});

test.each([[], ['gradescope-autograder'], ['github-workflow']])('export %s --help shows examples', async (...words) => {
  const { code, stdout } = await seeka('export', ...words, '--help');
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/Examples:\n +seeka export/) });
});

test.each([
  [['gradescope-autograder', '/no/such/folder/x.zip', '--lab', '01-address'], /its folder does not exist/],
  [['gradescope-autograder', 'x.zip', '--lab', '99-none'], /There is no lab "99-none"\. The labs are: 01-address/],
  [['gradescope-autograder', 'x.zip'], /required option '--lab <lab>'/],
  [['github-workflow', 'x.yml', '--lab', '01-address', '--ref', 'v1'], /required option '--course <owner\/name>'/],
  [['github-workflow', 'x.yml', '--lab', '01-address', '--ref', 'v1', '--course', 'x'], /The repository "x"/],
  [['moodle'], /unknown command 'moodle'/],
])('export %j is refused with exit code 2, and says why', async (words, reason) => {
  const { code, stderr } = await seeka('export', ...words);
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
  expect(existsSync(words[1] ?? '')).toBe(false);
});

test('a file that cannot be written is told before anything is graded', async () => {
  await using folder = await temporaryFolder({ ...serviceFiles(refuser), blocked: '' });
  const { code, stderr } = await seeka(
    'grade',
    folder.path,
    '--gradescope',
    join(folder.path, 'blocked', 'results.json'),
  );
  expect(stderr).toMatch(/Cannot write .*results\.json/);
  expect(code).toBe(2);
});
