import { adjust, apply, beginRegrade, recordRegraded } from '../../src/class/regrade.ts';
import { course } from '../../src/cli/labs.ts';
import { keysFolder } from '../../src/evidence/evidence.ts';
import { publicKeysIn } from '../../src/evidence/keys.ts';
import { verifyReport } from '../../src/evidence/signature.ts';
import { Client, until } from './support/client.ts';
import { gradeNext, reportOf } from './support/graded.ts';
import { forgetAttempts, openScene, type Scene } from './support/portal.ts';

let scene: Scene;
const clients: Record<string, Client> = {};
beforeAll(async () => {
  scene = await openScene();
  for (const sub of ['ana', 'ben', 'chi']) {
    clients[sub] = new Client(scene.url);
    await clients[sub].logOn(sub);
  }
});
afterAll(() => scene?.[Symbol.asyncDispose]());
afterEach(() => forgetAttempts(scene));

const LAB = '/labs/01-address';

function as(sub: string): Client {
  return clients[sub] as Client;
}

async function handIn(sub: string): Promise<string> {
  const client = as(sub);
  await client.send(await client.get(LAB), LAB, { kind: 'url', url: `https://${sub}.example.org` });
  const row = await scene.gradebook.knex('attempts').where({ member: sub }).orderBy('nth', 'desc').first('id');
  return row.id;
}

test("another student's attempt, report, record and progress are not there", async () => {
  const id = await handIn('ana');
  await gradeNext(scene, 71);
  const paths = [`/attempts/${id}`, `/reports/${id}`, `/records/${id}`, `/progress?attempt=${id}`];
  for (const path of paths.slice(0, 3)) expect((await as('ana').get(path)).status).toBe(200);
  for (const path of [...paths, '/attempts/none', '/attempts/%00', '/reports/01-address/../x']) {
    expect((await as('ben').get(path)).status).toBe(404);
  }
  expect((await as('chi').get(`/attempts/${id}`)).status).toBe(200);
  const stranger = await new Client(scene.url).get(`/attempts/${id}`);
  expect(stranger.url).toContain('/interaction/');
});

test('the report is a page of its own, allowed its one style sheet, and tells of hidden checks no more than their title', async () => {
  const id = await handIn('ana');
  await gradeNext(scene, 71);
  const { headers, text } = await as('ana').get(`/reports/${id}`);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*frame-anc/);
  expect(text).toContain('wanted 412, and got &lt;b&gt;200&lt;/b&gt;');
  expect(text).toContain('a hidden one');
  expect(text).not.toContain('the secret');
});

test('the report leads back to its attempt, and to all labs', async () => {
  const id = await handIn('ana');
  await gradeNext(scene, 71);
  const { text } = await as('ana').get(`/reports/${id}`);
  expect(text).toContain(`<a href="/attempts/${id}">Back to attempt 1</a> <a href="/">My labs</a>`);
  expect((await as('chi').get(`/reports/${id}`)).text).toContain('<a href="/staff">Overview</a>');
});

test('the record is signed, and tells of hidden checks no more than the report', async () => {
  const id = await handIn('ana');
  await gradeNext(scene, 71);
  const { headers, text } = await as('ana').get(`/records/${id}`);
  expect(headers.get('content-disposition')).toBe('attachment; filename=01-address-ana-1.json');
  expect(text).not.toContain('the secret');
  const keys = await publicKeysIn(keysFolder(course, process.env));
  expect(await verifyReport(JSON.parse(text), keys)).toBe('valid');
});

test('what waits has no report yet, and the page says where to look', async () => {
  const id = await handIn('ana');
  const answer = await as('ana').get(`/reports/${id}`);
  expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('has not been graded yet')]);
});

test('a regrade that was applied and points by hand count, and the page says why', async () => {
  const id = await handIn('ana');
  await gradeNext(scene, 50);
  const { gradebook, queue } = scene;
  const attempt = await gradebook.attempt(id);
  const batch = await gradebook.batchOf(attempt);
  const wish = { contractDigest: batch.contractDigest, checks: null, neverLower: true, begunBy: 'chi' };
  const regrade = await beginRegrade(gradebook, queue, batch, { ...wish, reason: 'The check <b>erred</b>.' });
  const grade = { score: 60, report: reportOf(60), submissionDigest: 'e'.repeat(64) };
  await recordRegraded(gradebook.knex, regrade.id, id, grade, 'test');
  expect((await as('ana').get(LAB)).text).toContain('50 of 100');
  await apply(gradebook, regrade, 'chi');
  await adjust(gradebook, attempt, 2.5, 'chi', 'Ill <i>that</i> week.');
  const page = await as('ana').get(`/attempts/${id}`);
  expect(page.text).toContain('62.5 of 100');
  expect(page.text).toContain('at first with 50: The check &lt;b&gt;erred&lt;/b&gt;.');
  expect(page.text).toContain('+2.5 by hand: Ill &lt;i&gt;that&lt;/i&gt; week.');
  expect((await as('ana').get(`/reports/${id}`)).text).toContain('60/100');
});

test('what could not be graded says why, and spends nothing', async () => {
  const id = await handIn('ana');
  await scene.gradebook.knex('attempts').where({ id }).update({ refusal: 'It holds <another> line.' });
  const page = await as('ana').get(`/attempts/${id}`);
  expect(page.text).toContain('It holds &lt;another&gt; line.');
  expect((await as('ana').get(LAB)).text).toContain('2 of 2');
});

test('what was graded keeps its result, report and token after what was handed in has been deleted', async () => {
  const id = await handIn('ana');
  await gradeNext(scene, 83);
  await scene.gradebook.knex('attempts').where({ id }).update({ url: null, refusal: 'It has been deleted.' });
  const page = await as('ana').get(`/attempts/${id}`);
  expect(page.text).toContain('83 of 100');
  expect(page.text).not.toContain('No attempt is spent');
  const lab = await as('ana').get(LAB);
  expect(lab.text).toContain(`href="/reports/${id}"`);
  expect(lab.text).toContain('1 of 2');
});

/** Reads a stream of events to its end. */
async function eventsOf(client: Client, path: string): Promise<{ texts(): string[]; ended: Promise<void> }> {
  const answer = await fetch(scene.url + path, { headers: { cookie: client.cookies() } });
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  let text = '';
  const read = async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
  };
  const texts = () => [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json = '']) => JSON.parse(json).text);
  return { texts, ended: read() };
}

test('the stream tells the place in the queue, then that it is graded, then the score, and ends', async () => {
  await handIn('ben');
  const id = await handIn('ana');
  const { texts, ended } = await eventsOf(as('ana'), `/progress?attempt=${id}`);
  await until(() => texts().includes('2nd in the queue') || undefined);
  await gradeNext(scene, 10);
  await until(() => texts().includes('Next in the queue') || undefined);
  const job = await scene.queue.take();
  await until(() => texts().includes('Being graded') || undefined);
  const { knex } = scene.gradebook;
  await knex('grades').insert({ attempt: id, score: 71, worker: 'test' });
  await ended;
  expect(texts()).toEqual(['2nd in the queue', 'Next in the queue', 'Being graded', '71 of 100']);
  if (job) await knex.transaction((within) => scene.queue.done(job, within));
});

test('a window that is closed while it watches disturbs nobody', async () => {
  const id = await handIn('ana');
  for (let n = 0; n < 4; n += 1) {
    const gone = new AbortController();
    const headers = { cookie: as('ana').cookies() };
    const answer = await fetch(`${scene.url}/progress?attempt=${id}`, { headers, signal: gone.signal });
    expect(answer.status).toBe(200);
    await answer.body?.getReader().read();
    gone.abort();
  }
  expect((await as('ana').get(LAB)).status).toBe(200);
});

test('what was graded meanwhile is told at once, and a member has four streams at most', async () => {
  const id = await handIn('ana');
  const path = `/progress?attempt=${id}`;
  const streams = [];
  for (let n = 0; n < 4; n += 1) streams.push(await eventsOf(as('ana'), path));
  expect((await as('ana').get(path)).status).toBe(429);
  await gradeNext(scene, 71);
  await Promise.all(streams.map(({ ended }) => ended));
  const { texts, ended } = await eventsOf(as('ana'), path);
  await ended;
  expect(texts()).toEqual(['71 of 100']);
});
