import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Attempt } from '../../src/class/gradebook.ts';
import { resultsOf, writeResults } from '../../src/class/outputs.ts';
import { apply, beginRegrade, recordRegraded, standings } from '../../src/class/regrade.ts';
import { course } from '../../src/cli/labs.ts';
import { temporaryFolder } from '../cli/seeka.ts';
import { attempt, members, reportWith, sceneForEach } from '../portal/staff/support/scenes.ts';

const scene = sceneForEach();
const submissionDigest = 'b'.repeat(64);
const contractDigest = 'c'.repeat(64);

/** Judges these once more, by other checks: all is well. */
async function regraded(attempts: Attempt[]): Promise<void> {
  const { gradebook, queue } = scene();
  const wish = { contractDigest, checks: null, neverLower: false, reason: 'It was wrong.', begunBy: 'prof' };
  const batch = await gradebook.batchOf(attempts[0] as Attempt);
  const regrade = await beginRegrade(gradebook, queue, batch, wish);
  for (const { id } of attempts) {
    const grade = { score: 100, report: reportWith({}), submissionDigest };
    await recordRegraded(gradebook.knex, regrade.id, id, grade, 'test');
  }
  await apply(gradebook, regrade, 'prof');
}

test('after a regrade the files have the score, the report and the digest of the verdict that counts', async () => {
  const ada = await attempt(scene(), { member: 'ada' }, { report: reportWith({ 'page.next': 'none' }) });
  const dan = await attempt(scene(), { member: 'dan' }, { fault: 'no port' });
  await regraded([ada, dan]);
  const { gradebook } = scene();
  await using folder = await temporaryFolder();
  const batch = await gradebook.batchOf(ada);
  const scoreOf = new Map((await standings(gradebook, batch.id)).map((one) => [one.attempt, one.score]));
  const rows = (await gradebook.rows(batch)).map((row) => ({ ...row, score: scoreOf.get(row.id) ?? null }));
  const people = members.filter(({ id }) => ['ada', 'dan'].includes(id));
  await writeResults({ course, out: folder.path, gradebook, batch }, resultsOf(people, rows, new Map()));

  const table: Record<string, string>[] = parse(await readFile(join(folder.path, 'gradebook.csv')), { columns: true });
  expect(table.map(({ id, score, status }) => [id, score, status])).toEqual([
    ['ada', '100', 'graded'],
    ['dan', '100', 'graded'],
  ]);
  for (const { id } of people) {
    const record = JSON.parse(await readFile(join(folder.path, 'reports', `${id}.json`), 'utf8'));
    expect(record).toMatchObject({ score: 100, evidence: { submissionDigest, contractDigest } });
  }
});
