import { type Answer, href } from './client.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const lines = ({ body }: Answer) => body.data.map(({ line1 }) => line1);

/** Five addresses of a city that no other test uses, in their order. */
async function town(city: string): Promise<Answer[]> {
  const made: Answer[] = [];
  for (let i = 0; i < 5; i += 1) made.push(await world.created({ city }));
  return made;
}

const follow = (page: Answer, rel: string) => world.send('GET', href(page, rel) ?? 'nowhere');

test('next leads to each address once, and prev leads back', async () => {
  const made = (await town('Paging')).map(({ body }) => body.line1);

  const first = await world.send('GET', '/addresses?city=Paging&limit=2');
  const second = await follow(first, 'next');
  const third = await follow(second, 'next');

  expect([first, second, third].flatMap(lines)).toEqual(made);
  expect([first, second, third].map((page) => href(page, 'next') !== undefined)).toEqual([true, true, false]);
  expect([first, second, third].map((page) => href(page, 'prev') !== undefined)).toEqual([false, true, true]);
  expect(lines(await follow(third, 'prev'))).toEqual(lines(second));
  expect(lines(await follow(second, 'prev'))).toEqual(lines(first));
  expect(lines(await follow(third, 'first'))).toEqual(lines(first));
  expect(lines(await follow(second, 'self'))).toEqual(lines(second));
});

test('pages neither lose nor repeat an address while others come and go', async () => {
  const [one, two, three, four, five] = await town('Moving');
  const first = await world.send('GET', '/addresses?city=Moving&limit=2');
  for (const gone of [one, two]) await world.send('DELETE', gone?.location ?? '', { headers: { 'if-match': '*' } });
  await world.created({ city: 'Moving' });

  const second = await follow(first, 'next');

  expect(lines(second)).toEqual([three, four].map((answer) => answer?.body.line1));
  expect(lines(await follow(second, 'next'))[0]).toBe(five?.body.line1);
  expect(href(second, 'prev')).toBeUndefined();
});

test('a page that lost its addresses still leads back', async () => {
  const made = await town('Empty');
  const first = await world.send('GET', '/addresses?city=Empty&limit=4');
  await world.send('DELETE', made[4]?.location ?? '', { headers: { 'if-match': '*' } });

  const last = await follow(first, 'next');

  expect(last.body.data).toEqual([]);
  expect(href(last, 'next')).toBeUndefined();
  expect(lines(await follow(last, 'prev'))).toEqual(lines(first));
});

test('fields shows those members and links, on every page', async () => {
  await town('Fields');

  const first = await world.send('GET', '/addresses?city=Fields&fields=city,postalCode&limit=1');
  const second = await follow(first, 'next');

  for (const { body } of [first, second])
    expect(Object.keys(body.data[0] ?? {})).toEqual(['city', 'postalCode', 'links']);
});

test('filters are joined by AND, and five digits find a ZIP+4', async () => {
  const { body } = await world.created({ city: 'Filters', postalCode: '60601-0001' });
  await world.created({ city: 'Filters', postalCode: '60602' });
  const found = async (query: string) => lines(await world.send('GET', `/addresses?city=Filters&${query}`));

  expect(await found('postalCode=60601')).toEqual([body.line1]);
  expect(await found('postalCode=60601-0001')).toEqual([body.line1]);
  expect(await found('postalCode=6060')).toEqual([]);
  expect(await found('region=IL')).toEqual([]);
  expect(await found(`deliveryPoint=${body.deliveryPoint}`)).toEqual([body.line1]);
});

const parameters = [
  'colour=red',
  'line1=x',
  'city=a&city=b',
  'fields=',
  'fields=city,colour',
  'cursor=',
  'cursor=YTQx',
];
const limits = ['limit=0', 'limit=101', 'limit=-1', 'limit=x', 'limit=', 'limit=1.5', 'limit=1&limit=1'];

test.each([...parameters, ...limits])('?%s is refused with 400', async (query) => {
  expect((await world.send('GET', `/addresses?${query}`)).status).toBe(400);
});

test('a page link that was changed is refused with 400', async () => {
  await town('Tampered');
  const first = await world.send('GET', '/addresses?city=Tampered&limit=1');
  const cursor = new URL(href(first, 'next') ?? '', 'http://localhost').searchParams.get('cursor') ?? '';

  for (const changed of [`${cursor}A`, cursor.slice(1), cursor.toUpperCase(), `A${cursor.slice(1)}`]) {
    expect((await world.send('GET', `/addresses?limit=1&cursor=${changed}`)).status).toBe(400);
  }
});

test.each(['city=%00', `city=${'x'.repeat(5_000)}`, 'city=%FF', 'postalCode=', 'deliveryPoint=%F0%9F%8F%A0'])(
  'a value that no address has is no accident: %.20s',
  async (query) => {
    const { status, body } = await world.send('GET', `/addresses?${query}`);

    expect([status, body.data]).toEqual(status === 400 ? [400, undefined] : [200, []]);
  },
);
