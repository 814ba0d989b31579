import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, openCluster } from '@seeka/postgres';
import { descendants, gone, run, start } from './support/started.ts';

/** Apart from the course's own, whose data is not for tests. */
const directory = mkdtempSync(join(tmpdir(), 'seeka-platform-'));
let cluster: Cluster;
let database: string;

beforeAll(async () => {
  chmodSync(directory, 0o755);
  cluster = await openCluster({ directory: join(directory, 'cluster'), url: '' });
  database = cluster.url('postgres');
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

test('the gateway serves each service under its paths, and Ctrl-C stops all of them', async () => {
  const { child, gateway, services, said } = await start(database);
  const all = descendants(child.pid);
  expect(said()).toMatch(/Ready after \d+\.\d s\./);
  expect(services.length).toBeGreaterThanOrEqual(2);
  expect((await fetch(`${gateway}/addresses?limit=1`)).status).toBe(200);
  const found = await fetch(`${gateway}/verification/street-address?street=120+w+12+st&zipcode=10011`);
  expect(await found.json()).toMatchObject([{ delivery_line_1: '120 W 12th St' }]);
  expect(await (await fetch(`${gateway}/api-docs`)).text()).toContain('swagger-ui');
  const { paths } = (await (await fetch(`${gateway}/openapi.json`)).json()) as { paths: object };
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/addresses', '/verification/street-address']));
  const portal = /Grading portal +(\S+)/.exec(said())?.[1] ?? '';
  expect(await (await fetch(portal)).text()).toContain('A demonstration');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await gone(all)).toBe(true);
});

test('what the gateway shows of an address keeps its hrefs, each leads back, and a second start finds the address', async () => {
  const first = await start(database);
  const draft = { line1: '121 W 12th St', city: 'New York', region: 'NY', postalCode: '10011' };
  const headers = { 'content-type': 'application/json' };
  const made = await fetch(`${first.gateway}/addresses`, { method: 'POST', headers, body: JSON.stringify(draft) });
  const location = new URL(made.headers.get('location') ?? '', made.url);
  expect(location.href).toMatch(`${first.gateway}/addresses/`);
  expect((await fetch(location)).status).toBe(200);
  first.child.kill('SIGTERM');
  expect(await once(first.child, 'exit')).toEqual([0, null]);

  const second = await start(database);
  expect((await fetch(second.gateway + location.pathname)).status).toBe(200);
  second.child.kill('SIGTERM');
  await once(second.child, 'exit');
});

test('one trace id leads through the log of every service that a request came to', async () => {
  const { child, gateway } = await start(database);
  const traceId = randomBytes(16).toString('hex');
  const headers = { 'content-type': 'application/json', traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  const body = JSON.stringify({ line1: '123 W 12th St', city: 'New York', region: 'NY', postalCode: '10011' });
  await fetch(`${gateway}/addresses`, { method: 'POST', headers, body });
  child.kill('SIGTERM');
  await once(child, 'exit');
  const logs = join(import.meta.dirname, '..', '..', '..', '.seeka', 'logs');
  const lines = ['gateway', 'address', 'address-verification'].map((name) =>
    readFileSync(join(logs, `${name}.log`), 'utf8')
      .split('\n')
      .find((line) => line.startsWith(traceId)),
  );
  expect(lines).toEqual([
    expect.stringMatching(/ POST \/addresses 20[01] [\d.]+ ms$/),
    expect.stringMatching(/ POST \/addresses 20[01] [\d.]+ ms$/),
    expect.stringMatching(/ GET \/street-address 200 [\d.]+ ms$/),
  ]);
});

test('when it is killed with kill -9, nothing goes on', async () => {
  const { child } = await start(database);
  const all = descendants(child.pid);
  child.stdout?.destroy();
  child.kill('SIGKILL');
  expect(await gone(all)).toBe(true);
});

test('when the process behind it is killed with kill -9, it ends what is left, and says so by its exit code', async () => {
  const { child } = await start(database);
  const all = descendants(child.pid);
  process.kill(all[0] as number, 'SIGKILL');
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(await gone(all)).toBe(true);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'when npm, which has started it, is ended by %s, nothing goes on',
  async (signal) => {
    const { child } = await start(database, { npm: true });
    const all = descendants(child.pid);
    child.kill(signal);
    expect(await gone(all)).toBe(true);
  },
);

test('a taken port is said in one sentence with the next step, and nothing is started', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await run(['--no-site', '--port', String(port)], {
    DATABASE_URL: 'postgres://127.0.0.1:1/x',
  });
  other.close();
  expect([code, stderr]).toEqual([
    1,
    `Port ${port} is taken. Choose another: npm start -- --port ${port + 1} (or the setting GATEWAY_PORT).\n`,
  ]);
});

test('--help says what it does', async () => {
  const { code, stdout } = await run(['--help']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('npm start -- [--port N] [--no-site]')]);
});

test.each([
  [['--port', '99999'], {}, '--port must be'],
  [['--use', 'house=.'], {}, '--use house=. must be PART=FOLDER'],
  [['--colour'], {}, "Unknown option '--colour'"],
  [[], { GATEWAY_PORT: 'eighty' }, 'GATEWAY_PORT must be'],
])('a mistake (%j %j) is named, with the usage, and the exit code is 2', async (words, env, complaint) => {
  const { code, stderr } = await run(words, env);
  expect(code).toBe(2);
  expect(stderr).toContain(complaint);
  expect(stderr).toContain('npm start -- [--port N]');
});
