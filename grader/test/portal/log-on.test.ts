import { writeFile } from 'node:fs/promises';
import { Client, tokenIn, until } from './support/client.ts';
import { openScene, ROSTER, type Scene } from './support/portal.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.[Symbol.asyncDispose]());

async function loggedOn(sub: string): Promise<Client> {
  const client = new Client(scene.url);
  await client.logOn(sub);
  return client;
}

test('who stands in the roster with a verified address is let in, whatever the case of the address', async () => {
  for (const [sub, name] of [
    ['ana', 'Ana Ruiz'],
    ['ben', 'Ben Okafor'],
  ] as const) {
    const home = await new Client(scene.url).logOn(sub);
    expect([home.status, home.url]).toEqual([200, `${scene.url}/`]);
    expect(home.text).toContain(name);
  }
});

test('the role of the roster decides which pages somebody gets', async () => {
  const staff = await new Client(scene.url).logOn('chi');
  expect(staff.url).toBe(`${scene.url}/staff`);
  const student = await (await loggedOn('ana')).get('/staff');
  expect([student.status, student.text]).toEqual([403, expect.stringContaining('For staff only')]);
});

test('an address that is not verified lets nobody in, though the roster has it', async () => {
  const refused = await new Client(scene.url).logOn('dora');
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('dora@example.org has not been verified');
});

test('an address that the roster does not have lets nobody in', async () => {
  await using other = await openScene({ roster: ROSTER.replace('ana@example.org', 'ana.ruiz@example.org') });
  const client = new Client(other.url);
  const refused = await client.logOn('ana');
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('does not have ana@example.org')]);
  expect((await client.get('/')).text).toContain('href="/log-on"');
});

test('a session that somebody knew before the log-on is worth nothing after it', async () => {
  const client = new Client(scene.url);
  await client.get('/log-on');
  const before = client.cookie('seeka') ?? '';
  await client.logOn('ana');
  expect(client.cookie('seeka')).not.toBe(before);
  const thief = new Client(scene.url);
  thief.setCookie('seeka', before);
  expect((await thief.get('/')).text).not.toContain('Ana Ruiz');
});

test('after the log-on one comes to the page that one wanted', async () => {
  const home = await new Client(scene.url).logOn('chi', '/staff?a=1');
  expect(home.url).toBe(`${scene.url}/staff?a=1`);
});

test('strangers leave nothing in the database before they begin to log on, and no long text then', async () => {
  const { knex } = scene.gradebook;
  const path = `/staff/${'A'.repeat(12_000)}`;
  const before = await knex('sessions').pluck('sid');
  const sent = await fetch(scene.url + path, { redirect: 'manual' });
  expect([sent.status, sent.headers.get('set-cookie')]).toEqual([303, null]);
  expect(await knex('sessions').pluck('sid')).toEqual(before);
  for (const start of [path, `/log-on?wanted=${path}`]) await new Client(scene.url).get(start);
  const begun = await knex('sessions').whereNotIn('sid', before);
  expect(begun).toHaveLength(2);
  expect(JSON.stringify(begun).length).toBeLessThan(4_000);
});

test.each(['//example.org', '/\\example.org', 'https://example.org', '/\t/example.org'])(
  'a log-on that is to lead to %j leads to the portal’s own page',
  async (wanted) => {
    const home = await new Client(scene.url).logOn('ana', `/log-on?${new URLSearchParams({ wanted })}`);
    expect(home.url).toBe(`${scene.url}/`);
  },
);

test('log-ons are counted however their path is spelt', async () => {
  await using strict = await openScene({ limits: { logOn: 3 } });
  const statuses: number[] = [];
  for (const path of ['/log-on', '/LOG-ON', '/log-on/', '/Log-On/Callback/'])
    statuses.push((await fetch(strict.url + path, { redirect: 'manual' })).status);
  expect(statuses).toEqual([302, 302, 302, 429]);
});

test('a log-on that was begun in another browser is refused', async () => {
  const victim = new Client(scene.url);
  await victim.get('/log-on');
  const refused = await victim.get('/log-on/callback?code=stolen&state=another');
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('You are not logged on')]);
});

test('who refuses at the provider is told so, and may begin anew', async () => {
  const client = new Client(scene.url);
  const who = await client.get('/log-on');
  const refused = await client.post(`${who.url}/refuse`, new URLSearchParams());
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('You are not logged on')]);
});

test('whoever logs off is nobody, and the old cookie is worth nothing', async () => {
  const client = await loggedOn('ana');
  const old = client.cookie('seeka') ?? '';
  const home = await client.send(await client.get('/'), '/log-off');
  expect(home.text).toContain('href="/log-on"');
  client.setCookie('seeka', old);
  expect((await client.get('/')).text).not.toContain('Ana Ruiz');
});

test('a form without the token of the session is refused with a page, and changes nothing', async () => {
  const client = await loggedOn('ana');
  const stranger = tokenIn(await (await loggedOn('ben')).get('/'));
  for (const fields of [{}, { csrf: 'made up' }, { csrf: stranger }]) {
    const refused = await client.post('/log-off', new URLSearchParams(fields as Record<string, string>));
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('This form cannot be used')]);
  }
  const multipart = new FormData();
  multipart.set('url', 'https://example.org');
  expect((await client.post('/log-off', multipart)).status).toBe(403);
  expect((await client.get('/')).text).toContain('Ana Ruiz');
});

test('the cookie is for this portal alone, out of reach of scripts, and its use puts its end off', async () => {
  const client = await loggedOn('ana');
  const { headers } = await client.get('/');
  expect(headers.getSetCookie()[0]).toMatch(/^seeka=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
});

test('the pages allow nothing from elsewhere and nothing inline, and no cache keeps them', async () => {
  const { headers } = await new Client(scene.url).get('/');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('who asks too often waits, and others at the same address do not', async () => {
  await using strict = await openScene({ limits: { member: 5 } });
  const [ana, ben] = [new Client(strict.url), new Client(strict.url)];
  await ana.logOn('ana');
  await ben.logOn('ben');
  const statuses: number[] = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await ana.get('/')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  const refused = await ana.get('/');
  expect(refused.text).toContain('Too many requests');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ben.get('/')).status).toBe(200);
});

test('who is taken off the roster is out at once, and a roster that is wrong changes nothing', async () => {
  await using own = await openScene();
  const client = new Client(own.url);
  await client.logOn('ana');
  await writeFile(own.roster, 'id,name\nana,Ana');
  await until(() => own.lines.find((line) => line.includes('stays in force')));
  expect(own.lines.join()).toContain('roster.csv');
  expect((await client.get('/')).text).toContain('Ana Ruiz');
  await writeFile(own.roster, ROSTER.replace(/^ana,.*\n/m, ''));
  await until(() => own.lines.find((line) => line.includes('read anew')));
  expect((await client.get('/')).text).not.toContain('Ana Ruiz');
});
