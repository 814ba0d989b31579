import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import { Client, tokenIn, until } from './support/client.ts';
import { gradeNext } from './support/graded.ts';
import { forgetAttempts, openScene, type Scene } from './support/portal.ts';
import { zipOf } from './support/zip.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());
afterEach(() => forgetAttempts(scene));

async function loggedOn(sub: string): Promise<Client> {
  const client = new Client(scene.url);
  await client.logOn(sub);
  return client;
}

const LAB = '/labs/01-address';
const FORM = 'application/x-www-form-urlencoded';

async function handInZip(client: Client, name = 'my-address.zip') {
  const zip = new File([await zipOf({ 'package.json': '{}', 'src/server.js': '' })], name);
  return await client.send(await client.get(LAB), LAB, { kind: 'zip', zip });
}

function handIn(client: Client, fields: Record<string, string>) {
  return client.get(LAB).then((page) => client.send(page, LAB, fields));
}

test('a zip is taken in, queued once, and shown with its place', async () => {
  const client = await loggedOn('ana');
  const page = await handInZip(client);
  expect([page.status, page.url]).toEqual([200, scene.url + LAB]);
  expect(page.text).toContain('my-address.zip');
  expect(page.text).toContain('1 of 2');
  const attempts = await scene.gradebook.knex('attempts');
  expect(attempts).toMatchObject([{ member: 'ana', nth: 1, lab: '01-address', source: 'my-address.zip' }]);
  expect(attempts[0].batch).toMatch(/^01-address-portal-[0-9a-f]{8}$/);
  expect((await scene.queue.take())?.data.attempt).toBe(attempts[0].id);
});

test('what was graded stands there with its report, and its token comes back later', async () => {
  const client = await loggedOn('ana');
  await handInZip(client);
  const id = await gradeNext(scene, 71);
  const lab = await client.get(LAB);
  expect(lab.text).toContain('71 of 100');
  expect(lab.text).toContain('Attempt 1 of');
  expect(lab.text).toContain('The next comes back');
  const attempt = await client.get(`/attempts/${id}`);
  expect(attempt.text).toContain('This attempt counts.');
  expect(attempt.text).toContain('Update and delete safely');
  expect((await client.get('/')).text).toContain('71');
});

test('without a token left nothing is taken in, even when two arrive at once', async () => {
  const roster = 'id,name,email,group\nana,Ana,ana@example.org,red\nben,Ben,ben@example.org,red\n';
  await using own = await openScene({ roster });
  const [ana, ben] = [new Client(own.url), new Client(own.url)];
  await ana.logOn('ana');
  await ben.logOn('ben');
  const send = async (client: Client) =>
    client.send(await client.get(LAB), LAB, { kind: 'url', url: 'https://address.example.org' });
  expect((await send(ana)).status).toBe(200);
  const both = await Promise.all([send(ana), send(ben)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  expect(both.find(({ status }) => status === 422)?.text).toContain('None of your 2 attempts is left');
  expect(await own.gradebook.knex('attempts')).toHaveLength(2);
  expect((await ben.get(LAB)).text).toContain('by Ana');
});

test('a token that comes back while a form is still coming is none for what that form hands in', async () => {
  let clock = new Date('2027-02-01T12:00:00Z');
  const now = jest.fn(() => clock);
  await using own = await openScene({ now });
  const client = new Client(own.url);
  await client.logOn('ana');
  const fields = { kind: 'url', url: 'https://address.example.org' };
  await client.send(await client.get(LAB), LAB, fields);
  await client.send(await client.get(LAB), LAB, fields);
  clock = new Date('2027-02-01T23:59:59Z');
  const page = await client.get(LAB);
  const body = new URLSearchParams({ csrf: tokenIn(page), ...fields }).toString();
  const headers = { cookie: client.cookies(), 'content-type': FORM, 'content-length': body.length };
  now.mockClear();
  const form = request(own.url + LAB, { method: 'POST', headers });
  form.write(body.slice(0, 10));
  await until(() => now.mock.calls.length > 0 || undefined);
  clock = new Date('2027-02-02T00:00:01Z');
  form.end(body.slice(10));
  const [answer] = await once(form, 'response');
  expect([answer.statusCode, await text(answer)]).toEqual([422, expect.stringContaining('None of your 2 attempts')]);
  expect(await own.gradebook.knex('attempts')).toHaveLength(2);
});

test('a fault of the grader and what cannot be graded spend no token', async () => {
  const client = await loggedOn('ana');
  await handInZip(client);
  const job = await until(() => scene.queue.take());
  const { knex } = scene.gradebook;
  await knex('grades').insert({ attempt: job.data.attempt, fault: 'no port at /secret', worker: 'test' });
  const lab = await client.get(LAB);
  expect(lab.text).toContain('Not graded: our fault');
  expect(lab.text).toContain('2 of 2');
  expect((await client.get(`/attempts/${job.data.attempt}`)).text).not.toContain('/secret');
});

test.each([
  ['no zip at all', { kind: 'zip' }, 'Choose a zip'],
  ['a folder of this machine', { kind: 'git', git: '/etc' }, 'Give the https URL'],
  ['a file URL', { kind: 'git', git: 'file:///etc' }, 'Give the https URL'],
  ['an option for git', { kind: 'git', git: '--upload-pack=touch /tmp/x' }, 'Give the https URL'],
  ['a helper of git', { kind: 'git', git: 'ext::sh -c id' }, 'Give the https URL'],
  ['an address inside', { kind: 'git', git: 'https://127.0.0.1/a.git' }, 'not in the public internet'],
  ['a ref that is an option', { kind: 'git', git: 'https://example.org/a.git', ref: '--output=x' }, 'names no branch'],
  ['a password', { kind: 'git', git: 'https://me:pass@example.org/a.git' }, 'comes with a name or password'],
  ['no URL', { kind: 'url', url: 'javascript:alert(1)' }, 'Give the URL of your service'],
  ['a character that nobody sees', { kind: 'url', url: 'https://a.example.org/\0' }, 'Give the URL of your service'],
  ['a path', { kind: 'url', url: '../../etc/passwd' }, 'Give the URL of your service'],
  ['HTML', { kind: 'url', url: '"><script>alert(1)</script>' }, 'Give the URL of your service'],
] as [string, Record<string, string>, string][])('%s is refused next to its field', async (_what, fields, says) => {
  const client = await loggedOn('ana');
  const page = await handIn(client, fields);
  expect(page.status).toBe(422);
  expect(page.text).toContain(says);
  expect(page.text).not.toContain('<script>alert');
  expect(await scene.gradebook.knex('attempts')).toEqual([]);
});

test('what was filled in is still there beside the error', async () => {
  const page = await handIn(await loggedOn('ana'), { kind: 'git', git: 'http://example.org/a.git', ref: 'lab-1' });
  expect(page.text).toContain('value="http://example.org/a.git"');
  expect(page.text).toContain('value="lab-1"');
  expect(page.text).toMatch(/<details name="way" open>\s*<summary>A git repository/);
});

test('a file that is no zip is refused with the reason, and a hostile name is shown as text', async () => {
  const client = await loggedOn('ana');
  const zip = new File(['not a zip'], 'a.zip');
  const refused = await client.send(await client.get(LAB), LAB, { kind: 'zip', zip });
  expect(refused.status).toBe(422);
  expect(refused.text).toMatch(/id="zip-wrong">[^<]+zip/i);
  const name = '<img src=x onerror=alert(1)>‮gpj.zip';
  const page = await handInZip(client, name);
  expect(page.text).toContain('&lt;img src=x onerror=alert(1)&gt;\\u{202e}gpj.zip');
});

test('a zip beyond the limit is told next to the field, and spends nothing', async () => {
  const client = await loggedOn('ana');
  const zip = new File([new Uint8Array(50 * 2 ** 20 + 1)], 'large.zip');
  const page = await client.send(await client.get(LAB), LAB, { kind: 'zip', zip });
  expect([page.status, page.text]).toEqual([422, expect.stringContaining('50 MB')]);
  const huge = new File([new Uint8Array(103 * 2 ** 20)], 'huge.zip');
  expect((await client.send(page, LAB, { kind: 'zip', zip: huge })).status).toBe(413);
});

test('an upload without the token of the session is refused', async () => {
  const client = await loggedOn('ana');
  const form = new FormData();
  form.set('kind', 'zip');
  form.set('zip', new File([await zipOf({ 'package.json': '{}' })], 'a.zip'));
  expect((await client.post(LAB, form)).status).toBe(403);
  expect(await scene.gradebook.knex('attempts')).toEqual([]);
});

test('staff hands in nothing, and a lab that the course does not have is not there', async () => {
  expect((await (await loggedOn('chi')).get(LAB)).status).toBe(403);
  expect((await (await loggedOn('ana')).get('/labs/03-oauth2')).status).toBe(404);
});

test('before the opening and after the close the page says that it will not count', async () => {
  const early = await (await loggedOn('ana')).get('/labs/02-person');
  expect(early.text).toContain('This lab opens on');
  await using later = await openScene({ now: () => new Date('2127-03-01T00:00:00Z') });
  const client = new Client(later.url);
  await client.logOn('ana');
  expect((await client.get(LAB)).text).toContain('This lab is closed');
});
