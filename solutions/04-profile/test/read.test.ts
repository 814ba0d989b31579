import { jest } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { send } from '../../01-address/test/client.ts';
import { audience, issuer, openWorld, until, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  world.persons.set('me', { id: 'me', version: 1, members: { email: 'me@example.org' }, addressId: 'home' });
  world.addresses.set('home', { id: 'home', version: 1, members: { line1: '1 Main St' } });
});
afterEach(() => world[Symbol.asyncDispose]());

const get = (headers = {}) => world.send('GET', '/profiles/me', { headers });

test('both neighbours are asked before either is answered', async () => {
  const both = () => until(() => world.person.received.length === 2);
  world.person.fail('GET /persons/*', both);
  world.person.fail('GET /persons/*/address', both);

  expect(await get()).toMatchObject({ status: 200, body: { person: { id: 'me' }, address: { id: 'home' } } });
});

test('without the address there is a profile that says so; without the person there is none', async () => {
  world.person.fail('GET /persons/*/address', 404, 410, 'hang');

  expect((await get()).body).not.toHaveProperty('unavailable');
  expect((await get()).body).toMatchObject({ address: null, unavailable: ['address'] });
  expect((await get()).body).toMatchObject({ address: null, unavailable: ['address'] });
  world.person.fail('GET /persons/*', 404, 410);
  expect((await get()).status).toBe(404);
  expect((await get()).status).toBe(503);
});

test('the ETag is that of what is shown', async () => {
  const { etag } = await get();
  expect((await get({ 'if-none-match': `W/${etag}` })).status).toBe(304);

  world.person.fail('GET /persons/*/address', 'hang');
  const degraded = (await get()).etag;
  world.addresses.set('home', { id: 'home', version: 1, members: { line1: '2 Main St' } });
  const moved = (await get()).etag;

  expect(new Set([etag, degraded, moved]).size).toBe(3);
});

test('a failed read is repeated twice at most, and five failures in a row open the circuit of that neighbour alone', async () => {
  world.person.fail('GET /persons/*', 503, 'cut');
  expect((await get()).status).toBe(200);

  world.person.fail('GET /persons/*', ...Array(5).fill(500));
  expect((await get()).status).toBe(503);
  expect((await get()).status).toBe(503);
  const calls = world.person.calls().length;
  expect((await get()).status).toBe(503);
  expect((await world.post()).status).toBe(503);

  expect(world.person.calls().slice(calls)).toEqual(['GET /persons/*/address']);
  expect(world.address.calls()).toEqual([]);
  await until(async () => (await get()).status === 200);
});

test('all calls of a request belong to one trace, and carry its token', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  await get({ traceparent });
  await get({ traceparent: 'nonsense' });

  const traces = world.person.received.map(({ headers }) => String(headers.traceparent).split('-')[1]);
  expect(traces.slice(0, 2)).toEqual(Array(2).fill('0af7651916cd43dd8448eb211c80319c'));
  expect(traces[2]).toBe(traces[3]);
  expect(world.person.received.every(({ headers }) => headers.authorization?.startsWith('Bearer '))).toBe(true);
});

test('a token is judged by the key set alone', async () => {
  const { publicKey: jwk, privateKey } = await generateKeyPair('ES256');
  const brought = await new SignJWT({ scope: 'profile' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'one', jwk: await exportJWK(jwk), jku: world.keys.url })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('me')
    .setExpirationTime('1m')
    .sign(privateKey);
  const now = Math.floor(Date.now() / 1_000);
  const statusWith = async (authorization: string) => (await get({ authorization })).status;
  const statusOf = async (claims: JWTPayload) => statusWith(`Bearer ${await world.token(claims)}`);

  expect(await statusOf({ aud: ['other', audience], scope: 'x profile', exp: now - 2 })).toBe(200);
  for (const claims of [{ exp: now - 8 }, { exp: undefined }, { sub: '' }, { iss: 'x' }, { aud: 'x' }]) {
    expect(await statusOf(claims)).toBe(401);
  }
  for (const scope of ['profiles', '', ['profile']]) expect(await statusOf({ scope })).toBe(403);
  for (const header of [`Bearer ${brought}`, 'Bearer', 'Bearer x.y.z', 'Basic eDp5']) {
    expect(await statusWith(header)).toBe(401);
  }
  expect(world.keys.received).toHaveLength(1);
});

test('without a key set the answer is 503, until there is one; a profile of others is 404', async () => {
  world.keys.fail('GET /', 500, 'hang', { status: 200, body: {} });

  for (const _ of Array(3)) expect((await get()).status).toBe(503);

  expect((await get()).status).toBe(200);
  for (const id of ['you', '..%2f', '%2e%2e', '%00', '%E0%A4%A', 'x'.repeat(10_000)]) {
    expect((await world.send('GET', `/profiles/${id}`)).status).toBe(404);
  }
  expect((await world.send('GET', '/profiles')).headers.get('allow')).toBe('POST, OPTIONS');
  expect((await send(world.origin, 'GET', '/health')).status).toBe(200);
});

test('while the key set is away, tokens are judged by what was fetched last, also when that is long ago', async () => {
  expect((await get()).status).toBe(200);
  world.keys.fail('GET /', ...Array(9).fill(500));
  const later = Date.now() + 3_600_000;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
  try {
    const good = await world.token({ exp: later / 1_000 + 60 });
    expect((await get({ authorization: `Bearer ${good}` })).status).toBe(200);
    const foreign = await world.token({ iss: 'http://other.test', exp: later / 1_000 + 60 });
    expect((await get({ authorization: `Bearer ${foreign}` })).status).toBe(401);
    expect(world.keys.received.length).toBeGreaterThan(1);
  } finally {
    clock.mockRestore();
  }
});
