import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Client, until } from './support/client.ts';
import { forgetAttempts, openScene, type Scene } from './support/portal.ts';
import { zipOf } from './support/zip.ts';

let scene: Scene;
let ana: Client;
beforeAll(async () => {
  scene = await openScene({ limits: { member: 10_000, forms: 10_000 } });
  ana = new Client(scene.url);
  await ana.logOn('ana');
});
afterAll(() => scene?.[Symbol.asyncDispose]());
afterEach(() => forgetAttempts(scene));

const LAB = '/labs/01-address';
const MEGABYTE = 2 ** 20;

async function handIn(client: Client) {
  const zip = new File([await zipOf({ 'package.json': '{}' })], 'a.zip');
  return await client.send(await client.get(LAB), LAB, { kind: 'zip', zip });
}

/** The head of an upload whose body does not come yet. */
function announced(client: Client, bytes: number): string {
  const type = 'multipart/form-data; boundary=x';
  return headOf(`POST ${LAB}`, client, [`Content-Type: ${type}`, `Content-Length: ${bytes}`]);
}

function headOf(what: string, client: Client, lines: string[] = []): string {
  return [`${what} HTTP/1.1`, 'Host: portal', `Cookie: ${client.cookies()}`, ...lines, '', ''].join('\r\n');
}

async function sent(text: string): Promise<Socket> {
  const socket = connect(Number(new URL(scene.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

/** Sends each on a connection of its own, and goes while the portal looks up whose they are. */
async function leaveEarly(heads: string[]): Promise<void> {
  const { knex } = scene.gradebook;
  await knex.transaction(async (within) => {
    await within.raw('lock table sessions in access exclusive mode');
    const sockets = await Promise.all(heads.map(sent));
    await until(async () => (await waiting()) || undefined);
    await allSeen();
    for (const socket of sockets) socket.resetAndDestroy();
    await allSeen();
  });
  // Answered after it has looked all of them up.
  for (let n = 0; n < 5; n += 1) await ana.get(LAB);
}

/** Answered after what has happened on other connections. */
async function allSeen(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await fetch(`${scene.url}/health`);
}

async function waiting(): Promise<number> {
  const { rows } = await scene.gradebook.knex.raw(
    `select count(*)::int from pg_locks where not granted and relation = 'sessions'::regclass`,
  );
  return rows[0].count;
}

test('uploads that are broken off before they are looked at hold no room', async () => {
  await leaveEarly(Array.from({ length: 12 }, () => announced(ana, 100 * MEGABYTE)));
  const zip = new File([new Uint8Array(30 * MEGABYTE)], 'no-zip');
  const { status, text } = await ana.send(await ana.get(LAB), LAB, { kind: 'zip', zip });
  expect([status, text]).toEqual([422, expect.stringContaining('zip-wrong')]);
});

test('uploads that are broken off while they wait behind another answer hold no room', async () => {
  await handIn(ana);
  const { id } = await scene.gradebook.knex('attempts').first('id');
  const socket = await sent(headOf(`GET /progress?attempt=${id}`, ana) + announced(ana, 100 * MEGABYTE));
  await once(socket, 'data');
  await until(async () => (await handIn(ana)).status === 429 || undefined);
  socket.resetAndDestroy();
  await until(async () => (await handIn(ana)).status !== 429 || undefined);
});

test('a member sends one form at a time, and others are let in beside', async () => {
  const ben = new Client(scene.url);
  await ben.logOn('ben');
  const sockets = await Promise.all(Array.from({ length: 21 }, () => sent(announced(ana, 50 * MEGABYTE))));
  const refused = await until(async () => {
    const page = await handIn(ana);
    return page.status === 429 ? page : undefined;
  });
  expect(refused.text).toContain('One at a time');
  expect((await handIn(ben)).status).toBe(200);
  for (const socket of sockets) socket.resetAndDestroy();
  await until(async () => (await handIn(ana)).status !== 429 || undefined);
});

test('windows that are closed before they are looked at are not counted', async () => {
  await handIn(ana);
  const { id } = await scene.gradebook.knex('attempts').first('id');
  await leaveEarly(Array.from({ length: 8 }, () => headOf(`GET /progress?attempt=${id}`, ana)));
  const watching = request(`${scene.url}/progress?attempt=${id}`, { headers: { cookie: ana.cookies() } }).end();
  const [answer] = await once(watching, 'response');
  expect(answer.statusCode).toBe(200);
  watching.destroy();
});
