import { draft, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const link = (person: string, href: unknown) => world.send('PUT', `${person}/address`, { body: { href } });

test('a link leads to the address as Address shows it, to the byte, with its ETag', async () => {
  const { location } = await world.created();
  const body = '{ "id":"a1",  "city":"New York" }';
  world.addresses.set('a1', { status: 200, body });

  expect((await link(location, '/addresses/a1')).status).toBe(204);

  const shown = await world.send('GET', `${location}/address`);
  expect(shown).toMatchObject({ status: 200, text: body, etag: '"a1"' });
  expect((await world.send('GET', '/persons?address=a1')).body.data).toHaveLength(1);
});

test('a link may be a URL below that of Address, and nothing else', async () => {
  const { location } = await world.created();
  world.addresses.set('a2', { status: 200, body: '{}' });

  expect((await link(location, `${world.addressUrl}/addresses/a2`)).status).toBe(204);
  const elsewhere = [
    'http://127.0.0.1:1/addresses/a2',
    '//x/addresses/a2',
    'addresses/a2',
    '/addresses/a2?x',
    '/addresses/..',
  ];
  for (const href of [...elsewhere, '/addresses/a2/b', '/addresses/%2e%2e', '/addresses/%00', '/persons/a2', 1]) {
    expect(await link(location, href)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/href' }] } });
  }
});

test('a link whose address is gone answers 404, and 503 while Address is of no help', async () => {
  const { location } = await world.created();
  world.addresses.set('a3', { status: 200, body: '{}' });
  await link(location, '/addresses/a3');

  world.addresses.set('a3', { status: 410, body: '{}' });
  expect((await world.send('GET', `${location}/address`)).status).toBe(404);
  world.addresses.set('a3', { status: 500, body: 'oops' });
  const away = await world.send('GET', `${location}/address`);
  expect(away).toMatchObject({ status: 503, body: { code: 'address-unavailable' } });
  expect(away.headers.get('retry-after')).toBe('1');
});

test('of 20 racing POSTs with one Idempotency-Key there is one person, and each gets the same answer', async () => {
  const [body, headers] = [draft(), { 'idempotency-key': 'race' }];

  const answers = await Promise.all(
    Array.from({ length: 20 }, () => world.send('POST', '/persons', { body, headers })),
  );

  expect(
    new Set(answers.map(({ status, text, location, etag }) => [status, text, location, etag].join())),
  ).toHaveProperty('size', 1);
  expect((await world.send('GET', `/persons?email=${body.email}`)).body.data).toHaveLength(1);
});

test('a key that failed is free again, and one that came with another body is not', async () => {
  const headers = { 'idempotency-key': 'again' };
  const taken = (await world.created()).body.email;

  expect((await world.send('POST', '/persons', { body: draft({ email: taken }), headers })).status).toBe(409);
  expect((await world.send('POST', '/persons', { body: draft(), headers })).status).toBe(201);
  const reused = await world.send('POST', '/persons', { body: draft(), headers });
  expect(reused).toMatchObject({ status: 422, body: { code: 'key-reused' } });
});
