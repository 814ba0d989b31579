import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type Cluster, openCluster } from '@seeka/postgres';
import { listenOnce } from '../../src/cli/neighbours.ts';
import { seekaWith, startSeekaWith, temporaryFolder } from '../cli/seeka.ts';
import { Client } from './support/client.ts';
import { COURSE, ROSTER } from './support/portal.ts';

let cluster: Cluster;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  cluster = await openCluster();
  folder = await temporaryFolder({
    ...{ 'roster.csv': ROSTER, 'course.yaml': COURSE, 'wrong.csv': 'id,name\nana,Ana' },
    'twice.csv': `${ROSTER}fay,Fay,Ana@Example.org,,\n`,
  });
});
afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

function words(roster = 'roster.csv', ...more: string[]): string[] {
  const [rosterFile = '', courseFile = ''] = [roster, 'course.yaml'].map((name) => join(folder.path, name));
  return ['portal', '--roster', rosterFile, '--course', courseFile, '--concurrency', '0', ...more];
}

test('it serves until Ctrl-C, logs on by the provider beside it, and leaves nothing running', async () => {
  await using database = await cluster.fresh();
  const port = (await listenOnce(0)) ?? 0;
  const session = startSeekaWith({ SEEKA_DATABASE_URL: database.url }, ...words(undefined, '--port', String(port)));
  const printed = await session.printed(/The portal: http\S+/);
  const url = /http\S+/.exec(printed)?.[0] ?? '';
  expect(url).toBe(`http://127.0.0.1:${port}`);
  const client = new Client(url);
  const provider = new URL((await client.get('/log-on')).url).origin;
  expect((await client.logOn('ana')).text).toContain('Ana Ruiz');
  await failToLogOn(url);
  expect(await session.interrupt()).toBe(0);
  expect((await session.ended).stderr).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z log-on: /m);
  await expect(fetch(provider)).rejects.toThrow();
  expect(await listenOnce(port)).toBe(port);
});

/** Comes back from the provider with a code that it has not given. */
async function failToLogOn(url: string): Promise<void> {
  const { headers } = await fetch(`${url}/log-on`, { redirect: 'manual' });
  const state = new URL(headers.get('location') ?? '').searchParams.get('state');
  const cookie = headers.getSetCookie().map((it) => it.replace(/;.*/, ''));
  await fetch(`${url}/log-on/callback?code=x&state=${state}`, { headers: { cookie: cookie.join('; ') } });
}

test.each([
  ['a roster that is wrong', {}, ['wrong.csv'], /wrong\.csv: .*line 1: There is no column email/s],
  ['an address that stands twice', {}, ['twice.csv'], /line 7: fay has the e-mail address .*, on line 2 ana has it/],
  ['a roster that is not there', {}, ['none.csv'], /none\.csv cannot be read \(ENOENT\)/],
  ['a port that is none', {}, ['roster.csv', '--port', '0'], /port must be a whole number from 1 to 65535/],
  ['a database that is no URL', { SEEKA_DATABASE_URL: 'here' }, ['roster.csv'], /must look like postgres:\/\//],
  ['strangers without a log-on', {}, ['roster.csv', '--host', '0.0.0.0'], /Set OAUTH2_AUTHORIZATION_URL, /],
  ['a public address without a log-on', { PORTAL_URL: 'https://a.example.org' }, ['roster.csv'], /people must log on/],
  ['half a log-on', { OAUTH2_CLIENT_ID: 'me' }, ['roster.csv'], /OAUTH2_TOKEN_URL is missing.*OAUTH2_CLIENT_SECRET is/],
  [
    'secrets over http',
    { OAUTH2_TOKEN_URL: 'http://login.example.org/token' },
    ['roster.csv'],
    /OAUTH2_TOKEN_URL is wrong, it must be an https URL/,
  ],
] as [string, Record<string, string>, string[], RegExp][])(
  '%s is refused with what to do',
  async (_, env, more, says) => {
    const [roster, ...options] = more;
    const { code, stderr } = await seekaWith({ PORT: '', ...env }, ...words(roster, ...options));
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
  },
);

test('a port that is taken is told', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  const { code, stderr } = await seekaWith({}, ...words(undefined, '--port', String(port)));
  expect([code, stderr]).toEqual([2, expect.stringContaining(`Port ${port} is taken`)]);
  await once(server.close(), 'close');
});
