import type { ServerResponse } from 'node:http';
import { candidate } from './verification.ts';
import { draft, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const official = candidate({ street: '120 W 12th St', city: 'New York', state: 'NY', zipcode: '10011-8401' });

/** Has the API answer so whenever this street is asked for. */
const teach = (street: string, candidates: unknown) =>
  world.verification.answers.set(street, (response) => response.end(JSON.stringify(candidates)));

test('the official spelling is stored, and the first candidate counts', async () => {
  teach('120 w 12 st', [official, {}]);
  const sent = draft({ line1: '120 w 12 st', city: 'new york', postalCode: '10011', line2: undefined });

  const { status, body } = await world.send('POST', '/addresses', { body: sent });

  expect(status).toBe(201);
  expect(body).toMatchObject({ line1: '120 W 12th St', city: 'New York', postalCode: '10011-8401' });
  expect(body.deliveryPoint).toBe(official.delivery_point_barcode);
  expect(world.verification.asked.find(({ query }) => query.street === '120 w 12 st')?.query).toEqual({
    street: '120 w 12 st',
    city: 'new york',
    state: 'NY',
    zipcode: '10011',
  });
});

test('a second POST of the same place, however spelt, answers 200 with the one that exists', async () => {
  const first = await world.created();
  teach('the same', [candidate({ ...queryOf(first.body) })]);

  const second = await world.created({ line1: 'the same' });

  expect(second).toMatchObject({ status: 200, location: first.location, etag: first.etag, body: first.body });
});

test('racing POSTs of one place make one address', async () => {
  const body = draft();

  const answers = await Promise.all(Array.from({ length: 8 }, () => world.send('POST', '/addresses', { body })));

  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(7).fill(200), 201]);
  expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
});

test('while a place is deleted and created again, every POST ends in an address', async () => {
  const body = draft();
  const once = async () => {
    const { status, location } = await world.send('POST', '/addresses', { body });
    await world.send('DELETE', location, { headers: { 'if-match': '*' } });
    return status;
  };

  const statuses = await Promise.all(Array.from({ length: 30 }, once));

  expect(statuses.filter((status) => status !== 200 && status !== 201)).toEqual([]);
});

test('a PUT on the delivery point of another address is refused with 409', async () => {
  const [one, other] = [await world.created(), await world.created()];

  const body = draft({ line1: other.body.line1 });
  const { status } = await world.send('PUT', one.location, { body, headers: { 'if-match': one.etag } });

  expect(status).toBe(409);
  expect((await world.send('GET', one.location)).etag).toBe(one.etag);
});

test('[] means that there is no such address: 422 with the pointer ""', async () => {
  teach('1 Nowhere St', []);
  const address = await world.created();
  const request = { body: draft({ line1: '1 Nowhere St' }), headers: { 'if-match': address.etag } };

  for (const [method, path] of [['POST', '/addresses'] as const, ['PUT', address.location] as const]) {
    const { status, body } = await world.send(method, path, request);
    expect([status, body.errors[0]?.pointer]).toEqual([422, '']);
  }
});

const { components } = official;
const nonsense: [string, (response: ServerResponse) => void][] = [
  ['the connection is cut', (response) => response.destroy()],
  ['the body is cut', (response) => response.writeHead(200, { 'content-length': 99 }).write('[') && response.destroy()],
  ['500', (response) => response.writeHead(500).end('[]')],
  ['a redirect', (response) => response.writeHead(302, { location: '/base/street-address?street=1' }).end('[]')],
  ['no JSON', (response) => response.end('<html>')],
  ['no UTF-8', (response) => response.end(Buffer.from(JSON.stringify([official]).replace('W', '\xff'), 'latin1'))],
  ['a huge body', (response) => response.end(' '.repeat(2_000_000))],
  ...[
    {},
    [null],
    [{ ...official, components: null }],
    [{ ...official, delivery_line_1: 1 }],
    [{ ...official, delivery_line_1: 'x'.repeat(101) }],
    [{ ...official, delivery_line_2: 'a\0' }],
    [{ ...official, delivery_point_barcode: '' }],
    [{ ...official, delivery_point_barcode: 'x'.repeat(5_000) }],
    [{ ...official, components: { ...components, zipcode: '1' } }],
    [{ ...official, components: { ...components, plus4_code: 8401 } }],
  ].map((body): [string, (response: ServerResponse) => void] => [
    JSON.stringify(body).slice(0, 150),
    (response) => response.end(JSON.stringify(body)),
  ]),
];

test.each(nonsense)(
  'when the API answers %s, it is 503 with Retry-After, and nothing is stored',
  async (what, answer) => {
    const line1 = `5 ${what}`.slice(0, 100);
    world.verification.answers.set(line1, answer);

    const { status, headers } = await world.created({ line1, city: 'Nonsense' });

    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect((await world.send('GET', '/addresses?city=Nonsense')).body.data).toEqual([]);
  },
);

test('an answer within 1 s is used, and one after more than 2 s is not waited for', async () => {
  const later = (ms: number) => (response: ServerResponse) =>
    setTimeout(() => response.end(JSON.stringify([official])), ms).unref();
  world.verification.answers.set('in time', later(900)).set('late', later(4_000));
  const began = performance.now();

  const [inTime, late] = await Promise.all([world.created({ line1: 'in time' }), world.created({ line1: 'late' })]);

  expect(inTime.status).toBeLessThan(300);
  expect(late.status).toBe(503);
  expect(performance.now() - began).toBeLessThan(2_500);
});

test('a traceparent goes out with the same trace id and a new parent id', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const body = draft();

  await world.send('POST', '/addresses', { body, headers: { traceparent } });

  const asked = world.verification.asked.find(({ query }) => query.street === body.line1);
  expect(asked?.headers.traceparent).toMatch(
    /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/,
  );
});

function queryOf({ line1, line2, city, region, postalCode }: Record<string, unknown>): Record<string, string> {
  const members = { street: line1, street2: line2, city, state: region, zipcode: postalCode };
  return members as Record<string, string>;
}
