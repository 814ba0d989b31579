import { href } from './client.ts';
import { draft, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test('a POST answers 201 with Location, a strong ETag and the representation', async () => {
  const sent = draft();

  const { status, location, etag, body } = await world.send('POST', '/addresses', { body: sent });

  expect(status).toBe(201);
  expect(location).toBe(href({ body } as never, 'self'));
  expect(etag).toMatch(/^"[^"]+"$/);
  expect(body).toMatchObject({ ...sent, id: expect.any(String), deliveryPoint: expect.any(String) });
  expect(body.createdAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test('a GET of that Location gives the same representation', async () => {
  const created = await world.created();

  const read = await world.send('GET', created.location);

  expect(read.status).toBe(200);
  expect(read.body).toEqual(created.body);
  expect(read.etag).toBe(created.etag);
});

test('the link persons leads to the people who live there', async () => {
  const { body } = await world.created();

  expect(body.links).toContainEqual({ rel: 'persons', href: `/persons?address=${body.id}` });
});

test('country is US by default, and a line2 that was not sent is not shown', async () => {
  const { status, body } = await world.created({ country: undefined, line2: undefined });

  expect(status).toBe(201);
  expect(body.country).toBe('US');
  expect(body).not.toHaveProperty('line2');
});

test.each(['Büro 4', '木 🏠', "'; drop table addresses; --", '\u0001'])('line2 is kept exactly: %j', async (line2) => {
  const { location } = await world.created({ line2 });

  expect((await world.send('GET', location)).body.line2).toBe(line2);
});

test('a parameter charset=utf-8 of the media type is fine', async () => {
  const headers = { 'content-type': 'application/json; charset=utf-8' };

  expect((await world.send('POST', '/addresses', { body: draft(), headers })).status).toBe(201);
});

const odd = ['unknown', '00000000-0000-4000-8000-000000000000', '%00', '%2F', '%F0%9F%8F%A0', 'x'.repeat(10_000)];

test.each([...odd, '%E0%A4%A'])('an unknown id is 404, however odd: %.20s', async (id) => {
  const { status, headers, body } = await world.send('GET', `/addresses/${id}`);

  expect(status).toBe(404);
  expect(headers.get('content-type')).toMatch('application/problem+json');
  expect(body).toMatchObject({ status: 404, instance: expect.stringMatching(/^([\w/-]|%[\dA-F]{2})+$/) });
});
