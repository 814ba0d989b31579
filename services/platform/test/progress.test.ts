import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import express from 'express';
import { progress } from '../src/progress.ts';

let course: string;
let opened: AsyncDisposableStack;
let port: number;

beforeEach(async () => {
  opened = new AsyncDisposableStack();
  course = mkdtempSync(join(tmpdir(), 'seeka-progress-'));
  opened.defer(() => rmSync(course, { recursive: true }));
  const app = express().use(progress(course));
  app.use((_request, response) => void response.status(404).json({}));
  const server = app.listen(0, '127.0.0.1');
  opened.defer(() => server.close().closeAllConnections());
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => opened.disposeAsync());

/** A file as `seeka grade` leaves it, this many seconds after the first. */
function graded(name: string, second: number, content: unknown): void {
  const folder = join(course, '.seeka', 'last');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  utimesSync(path, 1_000 + second, 1_000 + second);
}

function run(lab: string, ...earned: number[]) {
  const checkpoints = earned.map((it, index) => ({ id: `1.${index + 1}`, points: 20, earned: it }));
  return { score: 1, maxScore: 100, lab, checkpoints };
}

async function asked(headers: Record<string, string> = {}, path = '/progress.json') {
  const sent = request({ host: '127.0.0.1', port, path, headers }).end();
  const [answer] = await once(sent, 'response');
  return { status: answer.statusCode, said: answer.headers['server-timing'], body: await json(answer) };
}

test('each checkpoint has the points of the newest run that went as far, of the submission graded last', async () => {
  graded('aaaa-100', 1, run('01-address', 20, 10, 5));
  graded('aaaa-20', 2, run('01-address', 15));
  graded('bbbb-100', 0, run('01-address', 1, 1, 1));
  graded('cccc-100', 0, run('02-person', 7));
  const address = { '1.1': { points: 20, earned: 15 }, '1.2': { points: 20, earned: 10 } };
  expect((await asked()).body).toEqual({
    '01-address': { ...address, '1.3': { points: 20, earned: 5 } },
    '02-person': { '1.1': { points: 20, earned: 7 } },
  });
});

test('without results, and with files that are half written or of an earlier version, there is no progress', async () => {
  expect(await asked()).toMatchObject({ status: 200, body: {} });
  graded('aaaa-100', 0, '{"lab": "01-');
  graded('bbbb-100', 0, { score: 80, maxScore: 100 });
  graded('cccc-100', 0, { lab: '01-address', checkpoints: [null] });
  expect(await asked()).toMatchObject({ status: 200, body: {} });
});

test('every page says on this machine where the progress is', async () => {
  expect((await asked({}, '/labs/')).said).toBe('progress;desc="/progress.json"');
  expect((await asked({ host: 'localhost:8080' }, '/labs/')).said).toBeDefined();
});

test.each([
  ['another machine, behind the gateway', { 'x-forwarded-for': '192.0.2.7' }],
  ['a page that gave this machine a name of its own', { host: 'rebound.example' }],
])('%s gets no progress, and is not told of it', async (_who, headers) => {
  graded('aaaa-100', 0, run('01-address', 20));
  expect(await asked(headers)).toEqual({ status: 404, said: undefined, body: {} });
});
