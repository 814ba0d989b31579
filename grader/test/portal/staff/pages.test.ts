import { adjust } from '../../../src/class/regrade.ts';
import { Client, tokenIn } from '../support/client.ts';
import { portalForAll } from './support/pages.ts';
import { attempt, reportWith } from './support/scenes.ts';

const portal = portalForAll();
const stale = 'PUT /addresses/7f3 answered 200, wanted 412.';
beforeAll(async () => {
  const { scene } = portal();
  await attempt(
    scene,
    { member: 'ana' },
    { report: reportWith({ 'etag.stale': stale, 'page.next': '<b>"none"</b>' }) },
  );
  await attempt(
    scene,
    { member: 'ana', at: new Date('2027-02-11T12:00:00Z') },
    { report: reportWith({ 'etag.stale': stale }) },
  );
  await attempt(scene, { member: 'ben' }, { fault: 'No port from 43117 on is free.' });
  await attempt(scene, { member: 'eve' }, { refusal: 'The zip holds <script>alert(1)</script>.' });
});

const paths = [
  ...['/staff', '/staff/students', '/staff/students/ana', '/staff/students?q=img', '/staff/extensions'],
  ...['/staff/labs/01-address', '/staff/labs/01-address/checks', '/staff/labs/01-address/exports'],
  ...['/staff/labs/01-address/similarity', '/staff/labs/02-person', '/staff/batches/portal-01-address'],
  '/staff/batches/portal-01-address/regrade',
];

test.each(paths)('%s is for staff alone, and prints no markup that a student has chosen', async (path) => {
  const { scene, chi, ana } = portal();
  expect((await ana.get(path)).status).toBe(403);
  expect((await new Client(scene.url).get(path)).url).not.toBe(scene.url + path);
  const { status, text } = await chi.get(path);
  expect(status).toBe(200);
  expect(text).not.toMatch(/<img|<script>alert|<b>"none|1337<|<%/);
});

test('the overview says what needs attention, and counts apart what is no zero', async () => {
  const { text } = await portal().chi.get('/staff');
  expect(text).toMatch(/Faults of the grader: 1.*No port from 43117.*Ben Okafor/s);
  expect(text).toMatch(/Could not be read: 1.*The zip holds/s);
  expect(text).toMatch(/portal-01-address<\/a>.*>4<.*>2<.*>0<.*>1<.*>1<.*>96<.*>96</s);
  expect(text).toContain('1 score: mean 96, median 96');
});

test('what no worker has survived is a fault of the grader, told on top', async () => {
  const { scene, chi } = portal();
  const { id } = await attempt(scene, { batch: 'dead', member: 'cyd' }, { waits: true });
  await scene.gradebook.knex.raw(`insert into pgboss.job (name, data) values ('grading-dead', ?)`, [{ attempt: id }]);
  const { text } = await chi.get('/staff');
  expect(text).toMatch(/Faults of the grader: 2.*Every worker that graded this ended without a word.*Cyd Ray/s);
  await scene.gradebook.knex('batches').where({ id: 'dead' }).delete();
});

test('the checks that most fail come with their kinds of reason, an example, and the students', async () => {
  const { text } = await portal().chi.get('/staff/labs/01-address/checks');
  expect(text).toContain('PUT /addresses/… answered 200, wanted 412.');
  expect(text).toMatch(/An example.*PUT \/addresses\/7f3c2a9e.*if-match/s);
  expect(text).toContain('href="/staff/students/ana"');
  expect(text).not.toContain('page.next');
});

test('the report of an attempt is a document of its own, in which hidden checks are told too, and leads back', async () => {
  const { scene, chi, ana } = portal();
  const report = reportWith({ 'verify.race': 'Wanted 1, received 4.' });
  const hidden = { ...report, outcomes: report.outcomes.map((one) => ({ ...one, hidden: one.id === 'verify.race' })) };
  await attempt(scene, { batch: 'other', member: 'cyd' }, { report: hidden });
  const { status, text, headers } = await chi.get('/staff/reports/other/cyd');
  expect([status, headers.get('content-security-policy')]).toEqual([
    200,
    expect.stringMatching(/^default-src 'none'; style-src 'sha256-/),
  ]);
  expect(text).toContain('PUT /addresses/7f3c2a9e');
  expect(text).toContain('<a href="/staff/students/cyd">Back to cyd</a> <a href="/staff">Overview</a>');
  expect((await chi.get('/staff/reports/other/cyd?verdict=first')).status).toBe(200);
  expect((await ana.get('/staff/reports/other/cyd')).status).toBe(403);
});

test.each([
  ...['/staff/students/nobody', '/staff/batches/none', '/staff/regrades/none', '/staff/labs/09-moon'],
  ...[
    '/staff/reports/portal-01-address/ben',
    '/staff/reports/portal-01-address/ana?verdict=none',
    '/staff/students/a%00b',
  ],
  '/staff/labs/01-address/similarity/report/..%2f..%2fetc%2fpasswd',
])('%s does not exist', async (path) => {
  expect((await portal().chi.get(path)).status).toBe(404);
});

test.each([
  ...['/staff/extensions', '/staff/students/ana/adjustments', '/staff/batches/portal-01-address/regrades'],
  ...['/staff/labs/01-address/similarity', '/staff/extensions/1/withdraw'],
])('%s takes no form from elsewhere, and none of a student', async (path) => {
  const { chi, ana } = portal();
  const fields = { student: 'ana', days: '3', reason: 'x', points: '3', scope: 'all' };
  expect((await chi.post(path, new URLSearchParams(fields))).status).toBe(403);
  const token = tokenIn(await ana.get('/'));
  expect((await ana.post(path, new URLSearchParams({ ...fields, csrf: token }))).status).toBe(403);
});

test('points are added with a reason; the history names who did it', async () => {
  const { chi } = portal();
  const page = await chi.get('/staff/students/ana');
  const fields = { attempt: 'portal-01-address/ana/2', known: '0', points: '+2.5', reason: 'The handout was unclear.' };
  const done = await chi.send(page, '/staff/students/ana/adjustments', fields);
  expect([done.status, done.url]).toEqual([200, expect.stringMatching(/students\/ana$/)]);
  expect(done.text).toMatch(/\+2\.5.*chi: The handout was unclear/s);
  expect(done.text).toMatch(/chi<\/strong> adjusted by \+2\.5/);
  expect(done.text).toMatch(/Counts now<\/span> <span class="figure">98\.5/);
});

test('what is wrong with an adjustment stands beside its field, and nothing is lost', async () => {
  const { chi } = portal();
  const page = await chi.get('/staff/students/ana');
  const fields = { attempt: 'portal-01-address/ana', known: '0', points: 'three', reason: `Said "yes" & went` };
  const wrong = await chi.send(page, '/staff/students/ana/adjustments', fields);
  expect(wrong.status).toBe(422);
  expect(wrong.text).toMatch(/<title>Error: /);
  expect(wrong.text).toMatch(
    /id="(points-\d)"[^>]*value="three"[^>]*aria-describedby="\1-hint \1-wrong" aria-invalid="true"/,
  );
  expect(wrong.text).toContain('Write points such as +3 or -2.5');
  expect(wrong.text).toContain('Said &quot;yes&quot; &amp; went</textarea>');
  for (const points of ['0', '101', '1.234', '', '1e1']) {
    expect((await chi.send(page, '/staff/students/ana/adjustments', { ...fields, points })).status).toBe(422);
  }
});

test('an adjustment that somebody else has made meanwhile is shown before another one is made', async () => {
  const { scene, chi } = portal();
  const page = await chi.get('/staff/students/ana');
  await adjust(scene.gradebook, await scene.gradebook.attempt('portal-01-address/ana'), 1, 'tutor', 'unclear');
  const fields = { attempt: 'portal-01-address/ana', known: '0', points: '1', reason: 'unclear' };
  const wrong = await chi.send(page, '/staff/students/ana/adjustments', fields);
  expect([wrong.status, wrong.text]).toEqual([
    422,
    expect.stringContaining('Somebody has adjusted this attempt meanwhile'),
  ]);
});
