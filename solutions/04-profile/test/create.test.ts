import { randomUUID } from 'node:crypto';
import { draft, openWorld, until, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const isEmpty = () => world.persons.size === 0 && world.addresses.size === 0;

test('a profile is created by three calls, and the 201 is what GET shows, and what is replayed', async () => {
  const request = { body: draft(), headers: { 'idempotency-key': 'once' } };

  const created = await world.post(request);

  expect(created.status).toBe(201);
  expect([...world.address.calls(), ...world.person.calls()].slice(0, 3)).toEqual([
    ...['POST /addresses', 'POST /persons', 'PUT /persons/*/address'],
  ]);
  expect(await world.send('GET', created.location)).toMatchObject({
    status: 200,
    text: created.text,
    etag: created.etag,
  });
  expect(await world.post(request)).toMatchObject({ status: 201, text: created.text, location: created.location });
  expect((await world.send('GET', created.location, { sub: 'other' })).status).toBe(404);
  expect((await world.post({ ...request, sub: 'other' })).status).toBe(409);
  expect((await world.post({ ...request, body: draft() })).body).toMatchObject({ status: 422, code: 'key-reused' });
  await world.restart();
  expect(await world.post(request)).toMatchObject({ status: 201, text: created.text, etag: created.etag });
});

test('of racing requests with one key one is carried out', async () => {
  const request = { body: draft(), headers: { 'idempotency-key': 'race' } };

  const answers = await Promise.all(Array.from({ length: 10 }, () => world.post(request)));

  // Whoever comes when it is done gets its 201.
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  expect(world.persons.size).toBe(1);
});

test('what a neighbour refuses is refused, with pointers as the client knows them, and undone', async () => {
  const badAddress = await world.post({ body: draft({ address: { line1: '' } }) });
  const badPerson = await world.post({ body: draft({ person: { email: '' } }) });

  expect(badAddress.body).toMatchObject({ status: 422, errors: [{ pointer: '/address/line1' }] });
  expect(badPerson.body).toMatchObject({ status: 422, errors: [{ pointer: '/person/email' }] });
  expect(isEmpty()).toBe(true);
});

test('a body that is no draft, and a request without a key, are refused without a call', async () => {
  const pointers = async (body: unknown) => (await world.post({ body })).body.errors.map(({ pointer }) => pointer);

  expect(await pointers({ person: [], extra: 1 })).toEqual(['/person', '/address', '/extra']);
  expect(await pointers('[]')).toEqual(['']);
  expect((await world.send('POST', '/profiles', { body: draft() })).status).toBe(400);
  expect(world.address.calls()).toEqual([]);
});

test('a failed link is undone in reverse, with the ETag as it is then, and the key is free again', async () => {
  const request = { body: draft(), headers: { 'idempotency-key': 'again' } };
  world.person.fail('PUT /persons/*/address', 'cut when done', 422);
  world.person.fail('DELETE /persons/*', 412, 503);

  const failed = await world.post(request);

  expect(failed).toMatchObject({ status: 503, body: { code: 'neighbour-unavailable' } });
  expect(failed.headers.get('retry-after')).toBe('1');
  await until(isEmpty);
  await until(async () => (await world.post(request)).status === 201);
  const keys = world.person.received
    .filter(({ method }) => method === 'POST')
    .map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(2);
});

test('a person made behind a time-out is found by the same key and the same bytes, and undone', async () => {
  world.person.fail('POST /persons', 'hang when done', { status: 409, headers: { 'retry-after': '1' } });

  expect((await world.post()).status).toBe(504);

  await until(isEmpty);
  const posts = world.person.received.filter(({ method }) => method === 'POST');
  expect(new Set(posts.map(({ headers, body }) => `${headers['idempotency-key']} ${body}`)).size).toBe(1);
  expect(posts.length).toBeGreaterThan(2);
});

test('an address that was there, or whose 201 was lost, or where somebody lives, stays', async () => {
  const first = draft();
  expect((await world.post({ body: first })).status).toBe(201);

  const known = await world.post({ body: { ...first, person: { firstName: 'no e-mail' } } });
  world.address.fail('POST /addresses', 'cut when done');
  const lost = await world.post({ body: draft({ person: { email: '' } }) });
  const shared = draft({ person: { email: '' } });
  world.person.fail('POST /persons', async () => {
    const addressId = [...world.addresses.keys()].at(-1);
    world.persons.set('b', { id: 'b', version: 1, members: {}, addressId });
  });
  const inhabited = await world.post({ body: shared });

  expect([known.status, lost.status, inhabited.status]).toEqual([422, 422, 422]);
  expect(world.addresses.size).toBe(3);
  expect(world.address.calls()).not.toContain('DELETE /addresses/*');
});

test('a profile is answered later, and the operation tells how it went', async () => {
  const headers = { 'idempotency-key': randomUUID(), prefer: 'wait=1, respond-async' };
  const [good, bad] = [draft(), draft({ person: { email: '' } })];

  const accepted = await world.post({ body: good, headers });
  const refused = await world.post({ body: bad, headers: { ...headers, 'idempotency-key': randomUUID() } });

  expect(accepted.status).toBe(202);
  expect(accepted.headers.get('preference-applied')).toBe('respond-async');
  const operation = () => world.send('GET', accepted.location);
  await until(async () => (await operation()).body.status === 'succeeded');
  const { body, etag } = await operation();
  expect((await world.send('GET', body.links[1]?.href ?? '')).body.person).toMatchObject(good.person);
  expect((await world.send('GET', accepted.location, { headers: { 'if-none-match': etag } })).status).toBe(304);
  expect(await world.post({ body: good, headers })).toMatchObject({ status: 202, location: accepted.location });
  expect((await world.send('GET', accepted.location, { sub: 'other' })).status).toBe(404);
  await until(async () => (await world.send('GET', refused.location)).body.status === 'compensated');
  expect((await world.send('GET', refused.location)).body).toMatchObject({
    problem: { status: 422, errors: [{ pointer: '/person/email' }] },
    steps: [{ status: 'undone' }, { status: 'failed' }, { status: 'pending' }],
  });
});
