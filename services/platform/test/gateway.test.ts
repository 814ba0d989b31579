import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway } from '../src/gateway.ts';
import { Site } from '../src/site.ts';

const course = mkdtempSync(join(tmpdir(), 'seeka-course-'));
const build = join(course, 'docs', 'build');
const servers: Server[] = [];
let gateway: string;

/** Says what it was asked; moves and describes itself where a service would. */
const echo = createServer((request, response) => {
  if (request.url === '/moved') return response.writeHead(302, { location: '/there' }).end();
  if (request.url === '/openapi.json') return response.end('{"servers":[{"url":"/"}]}');
  response.end(`${request.method} ${request.url} ${request.headers.host}`);
});

beforeAll(async () => {
  mkdirSync(join(build, 'lessons'), { recursive: true });
  writeFileSync(join(build, 'index.html'), 'the course');
  writeFileSync(join(build, 'lessons', 'index.html'), 'the lessons');
  writeFileSync(join(build, '404.html'), 'no such page');
  const echoes = await listening(echo);
  const urls = { known: echoes, outside: echoes, dead: 'http://127.0.0.1:1' };
  const routes = [
    { prefix: '/known', part: 'known' },
    { prefix: '/outside', part: 'outside', strip: true as const },
    { prefix: '/dead', part: 'dead' },
    { prefix: '/later', part: 'not in use' },
  ];
  gateway = await listening(createServer(createGateway({ routes, urls, site: new Site(course).answer })));
});
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
  rmSync(course, { recursive: true });
});

async function listening(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(path: string, init?: RequestInit): Promise<[number, string]> {
  const response = await fetch(gateway + path, { redirect: 'manual', ...init });
  return [response.status, await response.text()];
}

test('a path goes on whole, to a service that sees the address the client knows', async () => {
  const host = new URL(gateway).host;
  expect(await answer('/known/one?two=3', { method: 'DELETE' })).toEqual([200, `DELETE /known/one?two=3 ${host}`]);
  expect(await answer('/known')).toEqual([200, `GET /known ${host}`]);
});

test('a stripped prefix is taken off, and put back where the service moves or describes itself', async () => {
  const host = new URL(gateway).host;
  expect(await answer('/outside/one?two=3')).toEqual([200, `GET /one?two=3 ${host}`]);
  const moved = await fetch(`${gateway}/outside/moved`, { redirect: 'manual' });
  expect(moved.headers.get('location')).toBe('/outside/there');
  expect(await answer('/outside/openapi.json')).toEqual([200, '{"servers":[{"url":"/outside"}]}']);
});

test('a prefix is whole words: what only begins like one is the site’s', async () => {
  expect(await answer('/knowntoo')).toEqual([404, 'no such page']);
  expect(await answer('/later')).toEqual([404, 'no such page']);
});

test('a service that does not answer is a problem with status 502', async () => {
  const response = await fetch(`${gateway}/dead/one`);
  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'application/problem+json']);
  expect(await response.json()).toMatchObject({ status: 502, detail: 'The service dead does not answer.' });
});

test('everything else is the site: its pages, folders, and its own page for what it does not have', async () => {
  expect(await answer('/')).toEqual([200, 'the course']);
  expect(await answer('/lessons/')).toEqual([200, 'the lessons']);
  expect(await answer('/nowhere')).toEqual([404, 'no such page']);
  expect((await answer('/..%2f..%2fpackage.json'))[0]).toBe(404);
});
