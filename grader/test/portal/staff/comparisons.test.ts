import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { course as repository } from '../../../src/cli/labs.ts';
import { parcelOf } from '../../../src/ingest/parcel.ts';
import { type Comparison, Comparisons } from '../../../src/portal/staff/comparisons.ts';
import { temporaryFolder } from '../../cli/seeka.ts';
import { attempt, reportWith, sceneForEach } from './support/scenes.ts';

const scene = sceneForEach();
const report = reportWith({});

async function ended(comparisons: Comparisons): Promise<Comparison | undefined> {
  while (comparisons.of('01-address')?.state === 'running') await pause(20);
  return comparisons.of('01-address');
}

test('what was handed in last is compared beside the portal, and a copy is found', async () => {
  await using folder = await temporaryFolder({ 'package.json': '{}' });
  await cp(join(repository, 'solutions', '01-address', 'src'), join(folder.path, 'src'), { recursive: true });
  const parcel = await parcelOf(folder.path);
  await attempt(scene(), { member: 'ada', handed: { parcel } }, { report });
  await attempt(scene(), { member: 'ben', handed: { parcel } }, { report });
  await attempt(scene(), { member: 'eve' }, { report });
  await using comparisons = new Comparisons(repository);
  comparisons.start(scene().gradebook, '01-address', 'prof');
  // While it goes on, another one does not begin.
  comparisons.start(scene().gradebook, '01-address', 'tutor');
  const comparison = await ended(comparisons);
  expect(comparison).toMatchObject({ state: 'done', compared: 2, by: 'prof' });
  const page = comparison?.state === 'done' && (await readFile(join(comparison.folder, 'index.html'), 'utf8'));
  expect(page).toMatch(/100 %/);
  expect(page).toMatch(/Ada Lovelace/);
});

test('where there is nothing to compare, the reason is told', async () => {
  await using comparisons = new Comparisons(repository);
  comparisons.start(scene().gradebook, '01-address', 'prof');
  expect(await ended(comparisons)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/^Fewer than two/) });
});
