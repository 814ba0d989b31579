import type { Answer } from './client.ts';
import { draft, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const put = ({ location }: Answer, ifMatch: string, body: unknown = draft()) =>
  world.send('PUT', location, { body, headers: { 'if-match': ifMatch } });

const remove = ({ location }: Answer, ifMatch: string) =>
  world.send('DELETE', location, { headers: { 'if-match': ifMatch } });

test('a PUT replaces the address, and the ETag changes with it', async () => {
  const first = await world.created();
  const { line2: _, ...sent } = draft();

  const replaced = await put(first, first.etag, sent);

  expect(replaced.status).toBe(200);
  expect(replaced.body).toMatchObject({ ...sent, id: first.body.id, createdAt: first.body.createdAt });
  expect(replaced.body).not.toHaveProperty('line2');
  expect(replaced.etag).not.toBe(first.etag);
  expect(await world.send('GET', first.location)).toMatchObject({ body: replaced.body, etag: replaced.etag });
});

test('a PUT with a stale If-Match is refused with 412 and changes nothing', async () => {
  const first = await world.created();
  const { body } = await put(first, first.etag);

  expect((await put(first, first.etag)).status).toBe(412);
  expect((await world.send('GET', first.location)).body).toEqual(body);
});

test.each(['PUT', 'DELETE'])('a %s without If-Match is refused with 428', async (method) => {
  const { location } = await world.created();

  expect((await world.send(method, location, { body: draft() })).status).toBe(428);
});

test('If-Match takes a list and *, and compares strongly', async () => {
  const address = await world.created();

  expect((await put(address, `W/${address.etag}`)).status).toBe(412);
  expect((await put(address, '"a,b", "c"')).status).toBe(412);
  expect((await put(address, `"a,b", ${address.etag}`)).status).toBe(200);
  expect((await put(address, '*')).status).toBe(200);
});

test('If-None-Match takes a list and *, and compares weakly', async () => {
  const { location, etag } = await world.created();
  const get = async (ifNoneMatch: string) =>
    (await world.send('GET', location, { headers: { 'if-none-match': ifNoneMatch } })).status;

  expect(await get('"other"')).toBe(200);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) expect(await get(known)).toBe(304);
});

test('of racing PUTs with one ETag exactly one succeeds, and the losers get 412', async () => {
  const address = await world.created();

  const answers = await Promise.all(Array.from({ length: 8 }, () => put(address, address.etag)));

  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)]);
});

test('members that the service owns may come along as they are, and only so', async () => {
  const { location, etag, body } = await world.created();
  const address = { location } as Answer;

  const changed = await put(address, etag, { ...body, id: 'other', links: [], createdAt: 1 });

  expect(changed.status).toBe(422);
  expect(changed.body.errors.map(({ pointer }) => pointer).sort()).toEqual(['/createdAt', '/id', '/links']);
  expect((await put(address, etag, body)).status).toBe(200);
});

test('a DELETE answers 204, then 404, and the address leaves its collection', async () => {
  const address = await world.created({ city: 'Leaving' });

  expect(await remove(address, '"stale"')).toMatchObject({ status: 412 });
  expect(await remove(address, address.etag)).toMatchObject({ status: 204, text: '' });
  expect(await remove(address, address.etag)).toMatchObject({ status: 404 });
  expect((await put(address, address.etag)).status).toBe(404);
  expect((await world.send('GET', '/addresses?city=Leaving')).body.data).toEqual([]);
});

test('other methods are refused with 405, and OPTIONS says which there are', async () => {
  const { location } = await world.created();

  for (const [path, methods] of [
    ['/addresses', 'GET, HEAD, POST, OPTIONS'],
    [location, 'GET, HEAD, PUT, DELETE, OPTIONS'],
  ] as const) {
    const options = await world.send('OPTIONS', path);
    const patch = await world.send('PATCH', path, { body: {} });
    expect([options.status, options.text, options.headers.get('allow')]).toEqual([204, '', methods]);
    expect([patch.status, patch.headers.get('allow')]).toEqual([405, methods]);
  }
});

test('HEAD answers as GET does, without a body', async () => {
  const { location, etag } = await world.created();

  for (const path of [location, '/addresses?limit=1']) {
    const [head, get] = await Promise.all([world.send('HEAD', path), world.send('GET', path)]);
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([200, '', `${get.text.length}`]);
  }
  expect((await world.send('HEAD', location)).etag).toBe(etag);
});
