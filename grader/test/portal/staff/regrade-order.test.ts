import { gradeAttempt } from '../../../src/class/grade-attempt.ts';
import type { Attempt } from '../../../src/class/gradebook.ts';
import {
  apply,
  beginRegrade,
  preview,
  type Regrade,
  recordRegraded,
  standings,
  withdraw,
} from '../../../src/class/regrade.ts';
import { parcelOf } from '../../../src/ingest/parcel.ts';
import type { Pool } from '../../../src/pool.ts';
import { temporaryFolder } from '../../cli/seeka.ts';
import { attempt, reportWith, sceneForEach } from './support/scenes.ts';

const scene = sceneForEach();
const BATCH = 'portal-01-address';
let graded: Attempt;

/** One attempt, in which two checks of 4.5 points each have failed. */
beforeEach(async () => {
  await using folder = await temporaryFolder({ 'package.json': '{}' });
  const handed = { parcel: await parcelOf(folder.path) };
  const report = reportWith({ 'page.next': 'none', 'filter.city': 'none' });
  graded = await attempt(scene(), { member: 'ada', handed }, { report });
});

/** Judges as a worker does, whose run finds that all is well now. */
async function judged(checks: string[] | null): Promise<Regrade> {
  const { gradebook, queue } = scene();
  const wish = { contractDigest: 'digest', checks, neverLower: false, reason: 'It was wrong.', begunBy: 'prof' };
  const regrade = await beginRegrade(gradebook, queue, await gradebook.batchOf(graded), wish);
  const pool = { grade: async () => reportWith({}) } as unknown as Pool;
  const grade = await gradeAttempt({ gradebook, pool, contractDigest: async () => 'digest' }, graded, regrade);
  await recordRegraded(gradebook.knex, regrade.id, graded.id, grade, 'test');
  return regrade;
}

async function score(): Promise<number | null | undefined> {
  return (await standings(scene().gradebook, BATCH))[0]?.score;
}

test('a regrade of one check keeps what an earlier one has given for another', async () => {
  const { gradebook } = scene();
  expect(await score()).toBe(91);
  await apply(gradebook, await judged(['page.next']), 'prof');
  expect(await score()).toBe(96);
  const second = await judged(['filter.city']);
  expect(await preview(gradebook, second)).toMatchObject([
    { before: 96, after: 100, why: ['filter.city: failed → passed'] },
  ]);
  await apply(gradebook, second, 'prof');
  expect(await score()).toBe(100);
  expect(await preview(gradebook, second)).toMatchObject([{ before: 96, after: 100 }]);
});

test('what another regrade stands on is withdrawn after it', async () => {
  const { gradebook } = scene();
  const first = await judged(['page.next']);
  await apply(gradebook, first, 'prof');
  const later = await judged(['filter.city']);
  await apply(gradebook, later, 'prof');
  await expect(withdraw(gradebook, first, 'prof', 'back')).rejects.toThrow(
    `${later.id} was judged on top of ${first.id}`,
  );
  await withdraw(gradebook, later, 'prof', 'back');
  await withdraw(gradebook, first, 'prof', 'back');
  expect(await score()).toBe(91);
});

test('a regrade of some checks is applied only while that counts which it was judged on', async () => {
  const { gradebook } = scene();
  const [first, second, whole] = [await judged(['page.next']), await judged(['filter.city']), await judged(null)];
  await apply(gradebook, first, 'prof');
  await expect(apply(gradebook, second, 'prof')).rejects.toThrow(`${first.id} was applied or withdrawn since`);
  // One of all checks keeps no other verdict.
  await apply(gradebook, whole, 'prof');
  expect(await score()).toBe(100);
});
