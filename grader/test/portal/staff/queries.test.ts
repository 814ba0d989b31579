import { currentOf } from '../../../src/class/current.ts';
import { dossierOf, studentsLike } from '../../../src/class/dossier.ts';
import { grantExtension } from '../../../src/class/extensions.ts';
import { attention, batchFigures } from '../../../src/class/overview.ts';
import { adjust, apply, beginRegrade, recordRegraded, withdraw } from '../../../src/class/regrade.ts';
import { failuresOf } from '../../../src/class/verdicts.ts';
import { attempt, course, HOSTILE, LATE, members, reportWith, sceneForEach } from './support/scenes.ts';

const scene = sceneForEach();
const now = new Date('2027-03-01T00:00:00Z');
const later = new Date('2027-02-11T12:00:00Z');
const stale = { 'etag.stale': 'PUT /addresses/7f3 answered 200, wanted 412.' };

/** Judges a batch once more: whatever can be read gets this report. */
async function regraded(batch: string, report = reportWith({})): Promise<string> {
  const { gradebook, queue } = scene();
  const wish = { contractDigest: 'digest', checks: null, neverLower: false, reason: 'It was wrong.', begunBy: 'prof' };
  const regrade = await beginRegrade(gradebook, queue, await gradebook.batchOf({ batch }), wish);
  for (const { id } of (await gradebook.rows({ id: batch })).filter(({ refusal }) => refusal === null))
    await recordRegraded(gradebook.knex, regrade.id, id, { score: report.score ?? 0, report }, 'test');
  await apply(gradebook, regrade, 'prof');
  return regrade.id;
}

test('what waits, could not be read or met a fault of the grader is counted apart, and is no zero', async () => {
  await attempt(scene(), { member: 'ada' }, { report: reportWith(stale) });
  await attempt(scene(), { member: 'ada', at: later }, { report: reportWith({}) });
  await attempt(scene(), { member: 'ben' }, { fault: 'no port' });
  await attempt(scene(), { member: 'dan' }, { refusal: 'It is no zip.' });
  await attempt(scene(), { member: 'eve' }, { waits: true });
  expect(await batchFigures(scene().gradebook)).toMatchObject([
    { handedIn: 5, members: 4, graded: 2, waiting: 1, unreadable: 1, faulted: 1, scores: [100] },
  ]);
});

test('faults and unreadable submissions need attention until a later attempt or a regrade mends them', async () => {
  await attempt(scene(), { member: 'ben' }, { fault: 'no port' });
  await attempt(scene(), { member: 'dan' }, { refusal: 'It is no zip.' });
  const troubles = async () => {
    const { faults, unreadable } = await attention(scene().gradebook);
    return [...faults, ...unreadable].map(({ member, name, reason }) => [member, name, reason]);
  };
  expect(await troubles()).toEqual([
    ['ben', 'Ben Ng', 'no port'],
    ['dan', HOSTILE, 'It is no zip.'],
  ]);
  await attempt(scene(), { member: 'dan', at: later }, { report: reportWith({}) });
  expect(await troubles()).toHaveLength(1);
  await regraded('portal-01-address');
  expect(await troubles()).toEqual([]);
  expect(await batchFigures(scene().gradebook)).toMatchObject([{ graded: 2, faulted: 0, unreadable: 1 }]);
  expect((await dossierOf(scene().gradebook, 'ben')).attempts).toMatchObject([{ state: 'graded', inForce: 100 }]);
});

test('a student stands in a lab by the attempt that counts; an extension of the portal moves that', async () => {
  const { gradebook } = scene();
  const first = await attempt(scene(), { member: 'ben' }, { report: reportWith({ ...stale, 'page.next': 'none' }) });
  const second = await attempt(scene(), { member: 'cyd', at: LATE }, { report: reportWith({}) });
  const ben = async () =>
    (await currentOf(gradebook, { course, members }, '01-address', now)).find(({ member }) => member.id === 'ben');
  expect(await ben()).toMatchObject({ attempt: first.id, standing: { points: 92 } });
  await grantExtension(gradebook, course, { student: 'ben', days: 2, reason: 'ill' }, 'prof');
  expect(await ben()).toMatchObject({ attempt: second.id, standing: { points: 100 } });
});

test('failures are those of the verdict that counts now', async () => {
  const { gradebook } = scene();
  const { id } = await attempt(scene(), { member: 'ada' }, { report: reportWith(stale) });
  const failed = async () => (await failuresOf(gradebook, [id])).map(({ outcome }) => outcome.id);
  expect(await failed()).toEqual(['etag.stale']);
  const regrade = await regraded('portal-01-address', reportWith({ 'page.next': 'no link' }));
  expect(await failed()).toEqual(['page.next']);
  await withdraw(gradebook, { id: regrade, batch: 'portal-01-address' } as never, 'prof', 'back');
  expect(await failed()).toEqual(['etag.stale']);
  expect(await failuresOf(gradebook, [])).toEqual([]);
});

test('a dossier tells every attempt of the group, and what people and regrades made of it', async () => {
  const { gradebook } = scene();
  const first = await attempt(scene(), { member: 'ben' }, { report: reportWith(stale) });
  await attempt(scene(), { member: 'cyd', at: later }, { waits: true });
  await attempt(scene(), { member: 'ada' }, { report: reportWith({}) });
  await adjust(gradebook, first, 1.5, 'tutor', 'The handout was unclear.');
  await regraded('portal-01-address', reportWith({ 'page.next': 'no link' }));
  const { attempts, events } = await dossierOf(gradebook, 'cyd');
  expect(attempts.map(({ member, isGraded }) => [member, isGraded])).toEqual([
    ['cyd', false],
    ['ben', true],
  ]);
  expect(attempts[1]).toMatchObject({
    ...{ first: 96, inForce: 97.5, adjustments: [{ points: 1.5, madeBy: 'tutor' }] },
    regrades: [{ score: 96, reason: 'It was wrong.', begunBy: 'prof', withdrawnAt: null }],
  });
  expect(events.map(({ what }) => what.split(' ')[0])).toEqual(['applied', 'began', 'adjusted']);
});

test('students are found by words of their name, id or address, whatever their case and accents', async () => {
  const ids = async (words: string) => (await studentsLike(scene().gradebook, words)).map(({ id }) => id);
  expect(await ids('LOVÉ ada')).toEqual(['ada']);
  expect(await ids('ben@example')).toEqual(['ben']);
  expect(await ids('red')).toEqual(['ben', 'cyd']);
  expect(await ids('%')).toEqual(['dan']);
  expect(await ids("'; drop table members")).toEqual([]);
  expect(await ids('hopper')).toEqual([]);
  expect(await ids('')).toHaveLength(5);
});
