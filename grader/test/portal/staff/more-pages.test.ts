import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { course as repository } from '../../../src/cli/labs.ts';
import { parcelOf } from '../../../src/ingest/parcel.ts';
import { temporaryFolder } from '../../cli/seeka.ts';
import { until } from '../support/client.ts';
import { portalForAll } from './support/pages.ts';
import { attempt, FORMULA, reportWith } from './support/scenes.ts';

const portal = portalForAll();

test('more time is given, shown beside what the course file gives, counts at once, and is withdrawn', async () => {
  const { chi } = portal();
  const form = await chi.get('/staff/extensions?student=ben');
  expect(form.text).toMatch(/name="student"[^>]*value="ben"/);
  const fields = { student: 'ben', lab: '01-address', days: '3', until: '', reason: 'ill & <tired>' };
  const given = await chi.send(form, '/staff/extensions', fields);
  expect([given.status, given.url]).toEqual([200, expect.stringMatching(/\/staff\/extensions$/)]);
  expect(given.text).toMatch(/3 days<\/strong> for 01-address: ill &amp; &lt;tired&gt;/);
  expect((await chi.get('/staff/students/ben')).text).toMatch(
    /Due 15 Feb 2127, 23:59 .*, extended from 12 Feb 2127, 23:59/,
  );
  const [, id] = /extensions\/(\d+)\/withdraw/.exec(given.text) ?? [];
  const wrong = await chi.send(given, `/staff/extensions/${id}/withdraw`, { reason: '' });
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringMatching(/<details open>.*Say why/s)]);
  const gone = await chi.send(given, `/staff/extensions/${id}/withdraw`, { reason: 'It was for Eve.' });
  expect(gone.text).toMatch(/Withdrawn by chi, .*: It was for Eve\./);
  expect((await chi.get('/staff/students/ben')).text).toContain('Due 12 Feb 2127, 23:59 (+01:00);');
  expect((await chi.send(given, `/staff/extensions/${id}/withdraw`, { reason: 'twice' })).status).toBe(409);
});

test.each([
  [{ student: 'zoe', days: '3', reason: 'ill' }, 'student', 'no student &quot;zoe&quot;'],
  [{ student: 'chi', days: '3', reason: 'ill' }, 'student', 'no student &quot;chi&quot;'],
  [{ student: 'ben', days: '3.5', reason: 'ill' }, 'days', 'a whole number from 1 to 366'],
  [{ student: 'ben', days: '3', until: '2127-03-01T12:00', reason: 'ill' }, 'days', 'both days and until'],
  [{ student: 'ben', reason: 'ill' }, 'days', 'neither days nor until'],
  [{ student: 'ben', lab: '01-address', until: '2127-02-01T12:00', reason: 'ill' }, 'until', 'no later than'],
  [{ student: 'ben', days: '3', reason: '' }, 'reason', 'It is missing'],
])('an extension %j is refused at its field, and nothing is lost', async (fields, name, words) => {
  const { chi } = portal();
  const { status, text } = await chi.send(
    await chi.get('/staff/extensions'),
    '/staff/extensions',
    fields as Record<string, string>,
  );
  expect(status).toBe(422);
  expect(text).toMatch(new RegExp(`id="${name}-wrong">[^<]*${words}`));
  expect(text).toMatch(new RegExp(`id="${name}"[^>]*aria-invalid="true"`));
  expect(text).toMatch(new RegExp(`name="student"[^>]*value="${fields.student}"`));
});

test('the exports are downloads of their kind, in which no name is a formula', async () => {
  const { scene, chi } = portal();
  await attempt(scene, { batch: 'one', member: 'eve' }, { report: reportWith({}) });
  await attempt(scene, { batch: 'one', member: 'ana' }, { report: reportWith({}) });
  const page = await chi.get('/staff/labs/01-address/exports');
  const links = [...page.text.matchAll(/href="(\/staff\/labs\/01-address\/exports\/[^"]+)"/g)].map(
    ([, href]) => `${href}`,
  );
  expect(links).toHaveLength(6);
  for (const href of links) {
    const { status, headers, text } = await chi.get(href);
    const type = href.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/zip';
    expect([href, status, headers.get('content-type')]).toEqual([href, 200, type]);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="?(01-address-|standing)/);
    if (href.endsWith('.csv')) expect(text.replaceAll('""', '"')).not.toContain(`"${FORMULA}`);
  }
});

test('a comparison is started, followed and read; its report brings its own style, and no path leads out of it', async () => {
  const { scene, chi } = portal();
  await using folder = await temporaryFolder({ 'package.json': '{}' });
  await cp(join(repository, 'solutions', '01-address', 'src'), join(folder.path, 'src'), { recursive: true });
  const handed = { parcel: await parcelOf(folder.path) };
  await attempt(scene, { batch: 'two', member: 'ana', handed }, { report: reportWith({}) });
  await attempt(scene, { batch: 'two', member: 'ben', handed }, { report: reportWith({}) });
  const base = '/staff/labs/01-address/similarity';
  expect((await chi.get(`${base}/report/index.html`)).status).toBe(404);
  const running = await chi.send(await chi.get(base), base);
  expect([running.text, running.headers.get('refresh')]).toEqual([expect.stringContaining('Comparing.'), '3']);
  const done = await until(async () => {
    const page = await chi.get(base);
    return page.headers.get('refresh') === null ? page : undefined;
  });
  expect(done.text).toContain('2 submissions compared');
  const report = await chi.get(`${base}/report/index.html`);
  expect(report.headers.get('content-security-policy')).toMatch(/style-src 'sha256-/);
  expect(report.text).not.toContain('<img');
  expect((await chi.get(`${base}/report/pairs/001.html`)).status).toBe(200);
  expect((await chi.get(`${base}/report/pairs/999.html`)).status).toBe(404);
  expect((await chi.get(`${base}/report/pairs.csv`)).headers.get('content-type')).toMatch(/^text\/csv/);
  expect((await portal().ana.get(`${base}/report/index.html`)).status).toBe(403);
});
