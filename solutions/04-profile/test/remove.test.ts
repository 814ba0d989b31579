import { draft, openWorld, until, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const remove = (path: string, ifMatch?: string) =>
  world.send('DELETE', path, { headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });

test('a removal takes the person, and the address when nobody else lives there', async () => {
  const home = draft();
  const [first, second] = [
    await world.post({ body: home }),
    await world.post({ body: { ...draft(), address: home.address } }),
  ];

  expect((await remove(first.location)).status).toBe(428);
  expect((await remove(first.location, '"stale"')).status).toBe(412);
  expect((await remove(first.location, `W/${first.etag}`)).status).toBe(412);
  expect((await remove(first.location, first.etag)).status).toBe(204);
  expect((await remove(first.location, first.etag)).status).toBe(404);
  expect([world.persons.size, world.addresses.size]).toEqual([1, 1]);
  expect((await remove(second.location, second.etag)).status).toBe(204);
  expect([world.persons.size, world.addresses.size]).toEqual([0, 0]);
});

test('what cannot be read is not removed, and what Person says to the first try is passed on', async () => {
  const { location, etag } = await world.post();

  world.person.fail('GET /persons/*/address', 'hang');
  expect((await remove(location, etag)).status).toBe(503);
  world.person.fail('DELETE /persons/*', 412, 404);
  expect((await remove(location, etag)).status).toBe(412);
  expect((await remove(location, etag)).status).toBe(404);

  expect([world.persons.size, world.addresses.size]).toEqual([1, 1]);
  world.person.fail('DELETE /persons/*', 'cut when done');
  expect((await remove(location, etag)).status).toBe(204);
  expect([world.persons.size, world.addresses.size]).toEqual([0, 0]);
});

test('a removal without an answer is ended afterwards, also after a restart', async () => {
  const { location, etag } = await world.post();
  world.person.fail('DELETE /persons/*', 'hang when done');
  world.person.fail('GET /persons?', ...Array(4).fill(503));

  expect((await remove(location, etag)).status).toBe(503);
  await world.restart();

  await until(() => world.persons.size === 0 && world.addresses.size === 0);
});
