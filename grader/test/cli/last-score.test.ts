import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeSinceLast } from '../../src/cli/last-score.ts';
import { faulted, sample } from '../report/samples.ts';
import { temporaryFolder } from './seeka.ts';

const mine = { kind: 'folder' as const, lab: '01-address', folder: '/home/ada/my-address' };

test('the second run is compared with the first, of the same submission and as far as the same checkpoint', async () => {
  await using course = await temporaryFolder();
  const graded = (score: number, changes = {}, submission = mine) =>
    changeSinceLast(course.path, submission, { ...sample, score, ...changes });
  expect(await graded(70)).toBeUndefined();
  expect(await graded(82)).toBe(12);
  expect(await graded(16, { maxScore: 16 })).toBeUndefined();
  expect(await graded(50, {}, { ...mine, folder: '/home/bob/my-address' })).toBeUndefined();
  expect(await graded(80)).toBe(-2);
});

test("a fault of the grader's leaves the last score as it was", async () => {
  await using course = await temporaryFolder();
  await changeSinceLast(course.path, mine, sample);
  expect(await changeSinceLast(course.path, mine, faulted)).toBeUndefined();
  expect(await changeSinceLast(course.path, mine, sample)).toBe(0);
});

test('where nothing can be kept there is no comparison, and no failure', async () => {
  await using course = await temporaryFolder({ '.seeka': 'a file where the folder should be' });
  expect(await changeSinceLast(course.path, mine, sample)).toBeUndefined();
  expect(await changeSinceLast(course.path, mine, sample)).toBeUndefined();
});

test('of each checkpoint the points are kept, and nothing of what was asked or answered', async () => {
  await using course = await temporaryFolder();
  await changeSinceLast(course.path, mine, sample);
  const folder = join(course.path, '.seeka', 'last');
  const [file = ''] = await readdir(folder);
  const kept = JSON.parse(await readFile(join(folder, file), 'utf8'));
  const checkpoints = sample.checkpoints.map(({ id, points, earned }) => ({ id, points, earned }));
  expect(kept).toEqual({ score: 80, maxScore: 100, lab: '01-address', checkpoints });
});
