import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { send } from '../../01-address/test/client.ts';
import { freePort, health } from '../../01-address/test/process.ts';
import { draft, openWorld, until, type World } from './world.ts';

let world: World;
const running: ChildProcess[] = [];
beforeEach(async () => {
  world = await openWorld();
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await world[Symbol.asyncDispose]();
});

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['src/server.ts'], { cwd: join(import.meta.dirname, '..'), env });
  running.push(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  return { child, ended, printed: () => printed, origin: `http://127.0.0.1:${env.PORT}` };
}

async function service() {
  const started = start({ ...world.settings, PORT: `${await freePort()}` });
  await health(started.origin, 200);
  const post = async (headers: Record<string, string> = {}) =>
    send(started.origin, 'POST', '/profiles', {
      body: draft(),
      headers: { authorization: `Bearer ${await world.token()}`, 'idempotency-key': randomUUID(), ...headers },
    });
  return { ...started, post };
}

test('every setting at fault is named at once', async () => {
  const { ended, printed } = start({ PORT: '0' });

  expect(await ended).toBe(1);
  const names = ['PORT', 'DATABASE_URL', 'ADDRESS_URL', 'PERSON_URL', 'JWKS_URL', 'TOKEN_ISSUER', 'TOKEN_AUDIENCE'];
  for (const name of names) expect(printed()).toMatch(name);
});

test.each(['POST /addresses', 'POST /persons', 'PUT /persons/*/address'])(
  'killed while %s is out, it goes on after the restart: one person, linked to one address',
  async (call) => {
    const first = await service();
    const neighbour = call.endsWith('addresses') ? world.address : world.person;
    neighbour.fail(call, 'hang when done');
    const { location } = await first.post({ prefer: 'respond-async' });
    await until(() => neighbour.calls().includes(call));
    first.child.kill('SIGKILL');
    await first.ended;

    await world.restart();

    await until(async () => (await world.send('GET', location)).body.status === 'succeeded');
    const [[address], [person]] = [[...world.addresses.values()], [...world.persons.values()]];
    expect([world.addresses.size, world.persons.size]).toEqual([1, 1]);
    expect(person?.addressId).toBe(address?.id);
  },
);

test('killed before a refusal, it is undone after the restart, in the trace of the request', async () => {
  const first = await service();
  world.person.fail('POST /persons', 'hang', 409);
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const { location } = await first.post({ prefer: 'respond-async', traceparent });
  await until(() => world.person.calls().includes('POST /persons'));
  first.child.kill('SIGKILL');
  await first.ended;

  await world.restart();

  await until(async () => (await world.send('GET', location)).body.status === 'compensated');
  expect((await world.send('GET', location)).body).toMatchObject({ problem: { status: 409 } });
  expect(world.addresses.size).toBe(0);
  const calls = [...world.address.received, ...world.person.received];
  expect(new Set(calls.map(({ headers }) => String(headers.traceparent).split('-')[1])).size).toBe(1);
});

test('SIGTERM finishes what clients wait for, and ends with 0', async () => {
  const { child, ended, post } = await service();
  world.person.fail('DELETE /persons/*', ...Array(9).fill('hang'));
  world.person.fail('PUT /persons/*/address', 422);
  const began = performance.now();
  const answer = post();
  await until(() => world.person.calls().includes('DELETE /persons/*'));

  child.kill('SIGTERM');

  expect((await answer).status).toBe(503);
  expect(await ended).toBe(0);
  expect(performance.now() - began).toBeLessThan(5_000);
});
