import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultBounds } from '../../src/packages/bounds.ts';
import { Mirror } from '../../src/packages/mirror.ts';
import { Registry } from '../../src/packages/registry.ts';
import { Store } from '../../src/packages/store.ts';
import { FakeRegistry, moduleOf } from './support/registry.ts';

const resources = new AsyncDisposableStack();
let socket: string;
let fake: FakeRegistry;
const ends: Error[] = [];

beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), 'mirror-'));
  resources.defer(() => rm(home, { recursive: true, force: true }));
  fake = resources.use(await FakeRegistry.open({ '@shop/greeting': { '1.0.0': moduleOf('') } }));
  const { signal } = new AbortController();
  const parts = { store: new Store(home), bounds: defaultBounds, signal };
  const registry = resources.use(new Registry({ ...parts, url: new URL(fake.url) }));
  socket = join(home, 'mirror.sock');
  const onEnd = (why: Error) => ends.push(why);
  resources.use(await Mirror.open({ registry, socket, origin: 'http://mirror', bounds: defaultBounds, onEnd }));
});
beforeEach(() => {
  fake.asked.length = 0;
});
afterAll(() => resources.disposeAsync());

/** What comes back for these bytes; the other side ends the connection. */
async function said(request: string): Promise<string> {
  const stream = connect(socket);
  stream.write(request);
  let text = '';
  for await (const bytes of stream) text += bytes;
  return text;
}

const get = (target: string) => said(`GET ${target} HTTP/1.1\r\nhost: mirror\r\nconnection: close\r\n\r\n`);

test('what is said of a package is given, with its tarball at the mirror', async () => {
  for (const path of ['/@shop%2fgreeting', '/@shop/greeting']) {
    const text = await get(path);
    expect(text).toMatch(/^HTTP\/1.1 200 /);
    expect(text).toContain('"tarball":"http://mirror/@shop/greeting/-/greeting-1.0.0.tgz"');
  }
  expect(fake.asked).toEqual(['/@shop/greeting']);
  expect(await get('/@shop/greeting/-/greeting-1.0.0.tgz')).toMatch(/^HTTP\/1.1 200 /);
});

const NOTHING = [
  ...['/', '/-/ping', '/-/v1/search?text=x', '/-/npm/v1/security/audits', '/-/whoami', '/-/user/token'],
  ...['/../secret', '/%2e%2e/secret', '/..%2fsecret', '/@shop/../secret', '/@shop%2f..%2fx', '//elsewhere.example/x'],
  ...['/greeting?write=true', '/greeting/1.0.0', '/greeting/-/other-1.0.0.tgz', '/greeting/-/greeting-..%2f..tgz'],
  ...['/greeting/-/greeting-1.0.0.tgz/..', '/@shop/greeting/-rev/1', '/greeting#x', '/a@b', '/http:%2f%2felsewhere'],
  ...['http://elsewhere.example/greeting', 'https://169.254.169.254/latest', `/${'x'.repeat(300)}`],
];

test('of no other path anything is asked or given', async () => {
  for (const path of NOTHING) expect([path, (await get(path)).slice(0, 12)]).toEqual([path, 'HTTP/1.1 404']);
  expect(fake.asked).toEqual([]);
});

test('nothing but GET is carried out', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS']) {
    const answer = await said(`${method} /@shop/greeting HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect([method, answer.slice(0, 12)]).toEqual([method, 'HTTP/1.1 405']);
  }
  expect(await said('CONNECT elsewhere.example:80 HTTP/1.1\r\nhost: x\r\n\r\n')).not.toMatch(/^HTTP\/1.1 2/);
  expect(fake.asked).toEqual([]);
});

test('whatever host a client names, it is the registry that is asked, and what the client says stays with the mirror', async () => {
  let headers: string[] = [];
  fake.instead = (request) => {
    headers = request.rawHeaders;
    return false;
  };
  const extra = 'host: elsewhere.example\r\nauthorization: Bearer secret\r\nx-any: thing\r\nconnection: close';
  expect(await said(`GET /nobodys HTTP/1.1\r\n${extra}\r\n\r\n`)).toMatch(/^HTTP\/1.1 404/);
  expect(fake.asked).toEqual(['/nobodys']);
  expect(headers.join('\n')).not.toMatch(/elsewhere|secret|thing/);
  expect(ends).toEqual([]);
});
