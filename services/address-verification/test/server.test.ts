import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../src/app.ts';

const server = createServer(createApp()).listen(0, '127.0.0.1');
const origin = once(server, 'listening').then(() => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
afterEach(async () => {
  await ask('/faults', { method: 'DELETE' });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function ask(path: string, init?: RequestInit): Promise<Response> {
  return fetch(new URL(path, await origin), init);
}

function setFaults(faults: unknown): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return ask('/faults', { method: 'PUT', headers, body: JSON.stringify(faults) });
}

const door = '/street-address?street=120+w+12+st&city=new+york&state=NY&zipcode=10011';

test('the official form of an address is answered', async () => {
  const answer = await ask(`${door}&street2=Ring%20twice&match=strict`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject([{ delivery_line_1: '120 W 12th St', delivery_line_2: 'Ring twice' }]);
});

test('no such address is an empty list', async () => {
  const answer = await ask('/street-address?street=1+nowhere');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual([]);
});

test.each(['/street-address', '/street-address?street=%20', `${door}&city=boston`])('%s is refused', async (path) => {
  const answer = await ask(path);
  expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
  expect(await answer.json()).toMatchObject({ status: 400 });
});

test('an unknown path is a problem', async () => {
  expect(await (await ask('/streets')).json()).toMatchObject({ status: 404 });
});

test('health, contract and documentation are there', async () => {
  expect(await (await ask('/health')).json()).toEqual({ status: 'ok' });
  expect(await (await ask('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
  expect(await (await ask('/api-docs')).text()).toContain('swagger-ui');
});

test('a status that is switched on strikes verification, not health, until it is switched off', async () => {
  expect(await (await setFaults({ status: 503 })).json()).toEqual({ status: 503 });
  expect((await ask(door)).status).toBe(503);
  expect((await ask('/health')).status).toBe(200);
  expect(await (await ask('/faults')).json()).toEqual({ status: 503 });
  expect((await ask('/faults', { method: 'DELETE' })).status).toBe(204);
  expect((await ask(door)).status).toBe(200);
});

test('nonsense is 200 and no list', async () => {
  await setFaults({ nonsense: true });
  const answer = await ask(door);
  expect(answer.status).toBe(200);
  expect(await answer.json()).not.toBeInstanceOf(Array);
});

test('a delay holds the answer back', async () => {
  await setFaults({ delayMs: 80 });
  const began = performance.now();
  expect((await ask(door)).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(70);
});

test.each([
  [{ delayMs: 60_001 }, ['/delayMs']],
  [{ delayMs: 1.5, status: 200 }, ['/delayMs', '/status']],
  [{ nonsense: 'yes', 'a/b': 1, constructor: 1 }, ['/nonsense', '/a~1b', '/constructor']],
  [[], ['']],
  [null, ['']],
])('%j is refused', async (faults, pointers) => {
  const answer = await setFaults(faults);
  expect(answer.status).toBe(422);
  const { errors } = (await answer.json()) as { errors: { pointer: string }[] };
  expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
  expect(await (await ask('/faults')).json()).toEqual({});
});
