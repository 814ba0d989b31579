import { once } from 'node:events';
import { connect } from 'node:net';
import { type Cluster, openCluster } from '@seeka/postgres';
import { type Answer, send } from './client.ts';
import { freePort, health, relay, start } from './process.ts';
import { playVerification, type Verification } from './verification.ts';
import { draft } from './world.ts';

let cluster: Cluster;
let verification: Verification;
beforeAll(async () => {
  cluster = await openCluster();
  verification = await playVerification();
});
afterAll(async () => {
  await verification[Symbol.asyncDispose]();
  await cluster[Symbol.asyncDispose]();
});

const post = (origin: string, members = {}): Promise<Answer> =>
  send(origin, 'POST', '/addresses', { body: draft(members) });

const settingsFor = async (databaseUrl: string) => ({
  PORT: `${await freePort()}`,
  DATABASE_URL: databaseUrl,
  ADDRESS_VERIFICATION_URL: verification.url,
});

test('every setting at fault is named at once, and the start fails', async () => {
  const missing = start({});
  const impossible = start({ PORT: '65536', DATABASE_URL: 'mysql://x', ADDRESS_VERIFICATION_URL: 'somewhere' });

  for (const service of [missing, impossible]) {
    expect(await service.ended).toBe(1);
    for (const name of ['PORT', 'DATABASE_URL', 'ADDRESS_VERIFICATION_URL']) expect(service.output()).toMatch(name);
    expect(service.output().trim().split('\n')).toHaveLength(1);
  }
});

test('the service starts while its database is away, says so, and recovers by itself', async () => {
  await using database = await cluster.fresh();
  const port = await freePort();
  const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${port}` });
  const service = start(await settingsFor(url.href));

  await health(service.origin, 503);
  expect(await post(service.origin)).toMatchObject({ status: 503, body: { status: 503 } });
  const first = await relay(port, new URL(database.url));
  await health(service.origin, 200);
  const { status, location } = await post(service.origin);
  expect(status).toBe(201);

  await first.cut();
  await health(service.origin, 503);
  expect(await send(service.origin, 'GET', location)).toMatchObject({ status: 503, body: { status: 503 } });
  const second = await relay(port, new URL(database.url));
  await health(service.origin, 200);
  expect((await send(service.origin, 'GET', location)).status).toBe(200);
  await second.cut();

  expect(await service.end('SIGTERM')).toBe(0);
});

test('state survives kill -9, and SIGTERM finishes what is in flight and exits with 0', async () => {
  await using database = await cluster.fresh();
  const settings = await settingsFor(database.url);
  const killed = start(settings);
  await health(killed.origin, 200);
  const { location, body } = await post(killed.origin);
  expect(await killed.end('SIGKILL')).toBe('SIGKILL');

  const service = start(settings);
  await health(service.origin, 200);
  expect((await send(service.origin, 'GET', location)).body).toEqual(body);
  const idle = connect(Number(settings.PORT), '127.0.0.1');
  await once(idle, 'connect');
  const asked = new Promise((resolve) => {
    verification.answers.set('in flight', (response) => {
      setTimeout(() => response.end('[]'), 500);
      resolve(true);
    });
  });
  const inFlight = post(service.origin, { line1: 'in flight' });
  await asked;
  const began = performance.now();

  expect(await service.end('SIGTERM')).toBe(0);
  expect((await inFlight).status).toBe(422);
  expect(performance.now() - began).toBeLessThan(5_000);
  idle.destroy();
});

test('instances that start at once on one database take turns', async () => {
  await using database = await cluster.fresh();
  const settings = await Promise.all(Array.from({ length: 3 }, () => settingsFor(database.url)));

  const services = settings.map(start);
  await Promise.all(services.map(({ origin }) => health(origin, 200)));

  for (const { origin } of services) expect((await post(origin)).status).toBe(201);
  for (const service of services) expect(await service.end('SIGTERM')).toBe(0);
});

test('the contract is served as JSON, and shown by Swagger UI', async () => {
  await using database = await cluster.fresh();
  const service = start(await settingsFor(database.url));
  await health(service.origin, 200);

  const contract = await send(service.origin, 'GET', '/openapi.json');
  const page = await send(service.origin, 'GET', '/api-docs');

  expect(contract.body).toMatchObject({
    openapi: '3.1.0',
    paths: { '/addresses': { post: {}, get: {} }, '/health': {} },
  });
  expect(page.headers.get('content-type')).toMatch('text/html');
  expect(page.text).toMatch('swagger-ui');
  expect(await service.end('SIGTERM')).toBe(0);
});
