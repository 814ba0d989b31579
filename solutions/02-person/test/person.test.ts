import type { Answer } from '../../01-address/test/client.ts';
import { draft, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const patch = ({ location, etag }: Answer, body: unknown, ifMatch = etag) =>
  world.send('PATCH', location, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/merge-patch+json', 'if-match': ifMatch },
  });

const pointers = ({ body }: Answer) => body.errors.map(({ pointer }) => pointer).sort();

test('names are stored without the white space around them', async () => {
  const { body } = await world.created({ firstName: ' Ana\t', lastName: '\u00a0Žižek ' });

  expect(body).toMatchObject({ firstName: 'Ana', lastName: 'Žižek' });
});

test('an e-mail address is shown as sent, and is one whatever its ASCII case', async () => {
  const { email } = draft();
  expect((await world.created({ email: email.toUpperCase() })).body.email).toBe(email.toUpperCase());

  const taken = await world.created({ email });

  expect(taken).toMatchObject({ status: 409, body: { code: 'email-taken' } });
  expect(taken.headers.has('retry-after')).toBe(false);
});

test('two addresses that differ in the case of other letters are two', async () => {
  expect((await world.created({ email: 'ä@example.org' })).status).toBe(201);
  expect((await world.created({ email: 'Ä@example.org' })).status).toBe(201);
});

test('today in UTC is a birth date, tomorrow is none, and neither is 30 February', async () => {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

  expect((await world.created({ birthDate: day(0) })).status).toBe(201);
  for (const birthDate of [day(1), '2001-02-30', '2001-5-4', '04.05.2001']) {
    expect(pointers(await world.created({ birthDate }))).toEqual(['/birthDate']);
  }
});

test('a merge patch changes what it names, and null removes an optional member', async () => {
  const created = await world.created();

  const patched = await patch(created, { lastName: 'Berg', phone: null });

  const { phone: _, updatedAt: _when, ...rest } = created.body;
  expect(patched.body).toMatchObject({ ...rest, lastName: 'Berg' });
  expect(patched.body).not.toHaveProperty('phone');
});

test('a merge patch cannot remove what is required, nor name what is unknown or the service’s own', async () => {
  const created = await world.created();

  const { status, body } = await patch(created, { email: null, nickname: null, id: null });

  expect(status).toBe(422);
  expect(pointers({ body } as Answer)).toEqual(['/email', '/id', '/nickname']);
});

test('of racing patches with If-Match: * none undoes what another has changed', async () => {
  const created = await world.created();

  const changes = [{ firstName: 'Bo' }, { lastName: 'Berg' }, { phone: '+4930123456' }, { birthDate: '1999-01-01' }];
  const answers = await Promise.all(changes.map((change) => patch(created, change, '*')));

  const done = changes.filter((_, index) => answers[index]?.status === 200);
  const { body } = await world.send('GET', created.location);
  expect(body).toMatchObject(Object.assign({}, ...done));
});

test('the filters lastName and email find a person, the latter whatever the case', async () => {
  const lastName = 'Filter';
  const { body } = await world.created({ lastName });
  const found = await world.send(
    'GET',
    `/persons?lastName=${lastName}&email=${String(body.email).toUpperCase()}&fields=id`,
  );

  expect(found.body.data).toEqual([{ id: body.id, links: body.links }]);
  expect((await world.send('GET', '/persons?lastName=filter')).body.data).toEqual([]);
});
