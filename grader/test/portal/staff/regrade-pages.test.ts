import { recordRegraded, standings } from '../../../src/class/regrade.ts';
import { type Answer, tokenIn } from '../support/client.ts';
import { portalForAll } from './support/pages.ts';
import { attempt, reportWith } from './support/scenes.ts';

const portal = portalForAll();
const BATCH = 'portal-01-address';
const failed = { 'etag.stale': 'PUT /addresses/7f3 answered 200, wanted 412.' };
beforeAll(async () => {
  const { scene } = portal();
  await attempt(scene, { member: 'ana' }, { report: reportWith(failed) });
  await attempt(scene, { member: 'ben' }, { report: reportWith({}) });
  await attempt(scene, { member: 'eve' }, { report: reportWith({ ...failed, 'page.next': 'none' }) });
});

async function begin(fields: Record<string, string>, checks: string[] = []): Promise<Answer> {
  const { chi } = portal();
  const page = await chi.get(`/staff/batches/${BATCH}/regrade`);
  const form = new URLSearchParams({ ...fields, csrf: tokenIn(page) });
  for (const check of checks) form.append('checks', check);
  return await chi.post(`/staff/batches/${BATCH}/regrades`, form);
}

/** Does what waits in the queue: the check passes now for everybody, and Ben loses another one. */
async function judge(most = 10): Promise<void> {
  const { gradebook, queue } = portal().scene;
  for (let n = 0; n < most; n += 1) {
    const job = await queue.take();
    if (!job?.data.regrade) return;
    const { attempt: id, regrade } = job.data;
    const [, member] = id.split('/');
    const report = reportWith(member === 'ben' ? { 'page.next': 'none' } : {});
    await gradebook.knex.transaction(async (within) => {
      await recordRegraded(within, regrade, id, { score: report.score ?? 0, report }, 'test');
      await queue.done(job, within);
    });
  }
}

async function scores(): Promise<(number | null)[]> {
  return (await standings(portal().scene.gradebook, BATCH)).map(({ score }) => score);
}

test('a regrade shows its preview before it changes anything, counts once applied, and is taken back whole', async () => {
  const { chi } = portal();
  const before = await scores();
  const begun = await begin({ scope: 'all', reason: 'The check was wrong.' });
  expect([begun.status, begun.headers.get('refresh')]).toEqual([200, '3']);
  expect(begun.text).toMatch(/judging: 0 of 3/);
  await judge(2);
  const half = await chi.send(begun, `${new URL(begun.url).pathname}/apply`);
  expect([half.status, half.text]).toEqual([409, expect.stringContaining('2 of 3 attempts are judged so far')]);
  await judge();
  const preview = await chi.get(new URL(begun.url).pathname);
  expect(preview.headers.get('refresh')).toBeNull();
  expect(preview.text).toMatch(/3 scores\. Nothing has changed yet/);
  expect(preview.text).toMatch(/Ben Okafor.*>100<.*>96<.*−4.*page\.next: passed → failed/s);
  expect(await scores()).toEqual(before);

  const applied = await chi.send(preview, `${new URL(begun.url).pathname}/apply`);
  expect(applied.text).toMatch(/It counts since.*What has changed.*3 scores\./s);
  expect(await scores()).toEqual([100, 96, 100]);
  expect((await chi.send(preview, `${new URL(begun.url).pathname}/apply`)).status).toBe(409);
  expect((await chi.get('/staff/students/ben')).text).toMatch(/chi: The check was wrong\. <strong>Applied/);

  const withdraw = `${new URL(begun.url).pathname}/withdraw`;
  const wrong = await chi.send(applied, withdraw, { reason: ' ' });
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Say why')]);
  const withdrawn = await chi.send(applied, withdraw, { reason: 'It was right after all.' });
  expect(withdrawn.text).toMatch(/Withdrawn.*chi<\/strong> withdrew regrade-\w+: It was right after all/s);
  expect(await scores()).toEqual(before);
});

test('an adjustment stays what it is, whatever is judged anew, and nobody gets less where that was chosen', async () => {
  const { chi } = portal();
  const page = await chi.get('/staff/students/ana');
  const fields = { attempt: `${BATCH}/ana`, known: '0', points: '-2', reason: 'Late by mail.' };
  await chi.send(page, '/staff/students/ana/adjustments', fields);
  const [ana = 0] = await scores();
  const begun = await begin({ scope: 'some', neverLower: 'yes', reason: 'One check.' }, ['etag.value', 'match.stale']);
  await judge();
  const path = new URL(begun.url).pathname;
  const preview = await chi.get(path);
  expect(preview.text).toMatch(/2 scores\./);
  expect(preview.text).toMatch(/Never lower<\/dt><dd>yes/);
  await chi.send(preview, `${path}/apply`);
  expect(await scores()).toEqual([98, 100, 100]);
  await chi.send(preview, `${path}/withdraw`, { reason: 'back' });
  expect((await scores())[0]).toBe(ana);
});

test('some checks are judged with those that need them', async () => {
  await begin({ scope: 'some', reason: 'One check.' }, ['etag.value']);
  await judge();
  const regrade = await portal()
    .scene.gradebook.knex('regrades')
    .where({ reason: 'One check.' })
    .orderBy('begunAt', 'desc')
    .first();
  expect(regrade).toMatchObject({
    begunBy: 'chi',
    neverLower: false,
    checks: expect.arrayContaining(['etag.value', 'match.stale']),
  });
});

const refused: [string, Record<string, string>, string[], string][] = [
  ['nothing chosen', { reason: 'x' }, [], 'Choose one of the two'],
  ['some, but none ticked', { scope: 'some', reason: 'x' }, [], 'Tick the checks'],
  ['all, but one ticked', { scope: 'all', reason: 'x' }, ['etag.value'], 'some are ticked'],
  ['a check that is none', { scope: 'some', reason: 'x' }, ['<i>'], 'such a check no more'],
  ['no reason', { scope: 'some' }, ['etag.value'], 'Say why'],
];

test.each(refused)('%s is said beside the field, and what was chosen stays', async (_what, fields, checks, words) => {
  const before = await portal().scene.gradebook.knex('regrades').count('* as n').first();
  const { status, text } = await begin(fields, checks);
  expect([status, text]).toEqual([422, expect.stringContaining(words)]);
  if (checks.includes('etag.value')) expect(text).toMatch(/value="etag\.value" checked/);
  expect(await portal().scene.gradebook.knex('regrades').count('* as n').first()).toEqual(before);
});

test('a check of the page of failures leads to its regrade, ticked', async () => {
  const { text } = await portal().chi.get(`/staff/batches/${BATCH}/regrade?check=etag.stale`);
  expect(text).toMatch(/value="some" checked/);
});
