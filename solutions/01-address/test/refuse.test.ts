import { draft, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const at = (...pointers: string[]) => pointers.map((pointer) => expect.objectContaining({ pointer }));

test.each([
  ['an empty body', 400, ''],
  ['malformed JSON', 400, '{"line1":'],
  ['bytes that are not UTF-8', 400, Buffer.from('{"line1":"\xff"}', 'latin1')],
  ['a body over 100 kB', 413, JSON.stringify(draft({ line2: 'x'.repeat(150_000) }))],
])('%s is answered with %d', async (_what, status, body) => {
  const answer = await world.send('POST', '/addresses', { body });

  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch('application/problem+json');
});

test('a body of 90 kB is read', async () => {
  const answer = await world.created({ line2: 'x'.repeat(90_000) });

  expect(answer.status).toBe(422);
});

test.each(['text/plain', 'application/merge-patch+json', 'application/json; charset=latin1', ''])(
  'the media type "%s" is refused with 415',
  async (type) => {
    const body = Buffer.from(JSON.stringify(draft()));

    expect((await world.send('POST', '/addresses', { body, headers: { 'content-type': type } })).status).toBe(415);
  },
);

test.each([
  ['a missing member', { city: undefined }, ['/city']],
  ['every member at fault', { line1: '', region: 'ny', postalCode: '123' }, ['/line1', '/region', '/postalCode']],
  ['a text that is too long', { city: 'x'.repeat(65) }, ['/city']],
  ['another type', { line1: 1, line2: [] }, ['/line1', '/line2']],
  ['another country', { country: 'CA' }, ['/country']],
  ['an unknown member', { 'a/b~': 1 }, ['/a~1b~0']],
  ['members that the service owns', { id: 'x', links: [] }, ['/id', '/links']],
  ['U+0000', { line2: 'a\0' }, ['/line2']],
  ['half a surrogate pair', { line2: '\ud800' }, ['/line2']],
])('%s is named in a 422, and the verification API is not asked', async (_what, members, pointers) => {
  const { length } = world.verification.asked;

  const { status, body } = await world.created(members);

  expect(status).toBe(422);
  expect(body.errors).toEqual(at(...pointers));
  expect(world.verification.asked).toHaveLength(length);
});

test('a member named __proto__ is unknown', async () => {
  const body = JSON.stringify(draft()).replace('{', '{"__proto__":{},');

  expect((await world.send('POST', '/addresses', { body })).body.errors).toEqual(at('/__proto__'));
});

test.each(['[]', '"text"', '1', 'null'])('%s is JSON, but no object: 422 with the pointer ""', async (body) => {
  const answer = await world.send('POST', '/addresses', { body });

  expect(answer.status).toBe(422);
  expect(answer.body.errors).toEqual(at(''));
});

test('lengths count code points', async () => {
  expect((await world.created({ line2: '🏠'.repeat(100) })).status).toBe(201);
  expect((await world.created({ line2: '🏠'.repeat(101) })).status).toBe(422);
});

test('an unknown path is a problem that shows no internals', async () => {
  const { status, body, text } = await world.send('GET', '/nothing?x=1');

  expect(status).toBe(404);
  expect(body).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404, instance: '/nothing' });
  expect(text).not.toMatch(/node_modules|\.ts|\n/);
});
