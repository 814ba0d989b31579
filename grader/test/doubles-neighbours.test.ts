import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { problem } from '../src/doubles/neighbours/answers.ts';
import { KeySetDouble } from '../src/doubles/neighbours/key-set.ts';
import { Neighbours } from '../src/doubles/neighbours/neighbours.ts';
import type { Household } from '../src/doubles/neighbours/scene.ts';

let neighbours: Neighbours;
beforeEach(async () => {
  neighbours = await Neighbours.open();
});
afterEach(() => neighbours[Symbol.asyncDispose]());

const ana: Household = { person: { firstName: 'Ana', email: 'ana@example.org' }, address: { line1: '1 Main St' } };
const ben: Household = { person: { firstName: 'Ben', email: 'ben@example.org' }, address: { line1: '2 Main St' } };

function ask(path: string, { body, ...init }: Omit<RequestInit, 'body'> & { body?: object } = {}): Promise<Response> {
  const { ADDRESS_URL, PERSON_URL } = neighbours.settings;
  const base = path.startsWith('/addresses') ? ADDRESS_URL : PERSON_URL;
  return fetch(base + path, { ...init, ...(body ? { body: JSON.stringify(body) } : {}) });
}

async function add(path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await ask(path, { method: 'POST', body, headers });
  return { status: answer.status, place: String(answer.headers.get('location')), text: await answer.text() };
}

test('a place is made once (201), and is there the next time (200)', async () => {
  const [first, second] = [await add('/addresses', ana.address), await add('/addresses', ana.address)];
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(second).toEqual({ ...first, status: 200 });
});

test('one Idempotency-Key makes one person, and refuses other bytes with 422', async () => {
  const key = { 'idempotency-key': 'one' };
  const first = await add('/persons', ana.person, key);
  expect(await add('/persons', ana.person, key)).toEqual(first);
  expect((await add('/persons', ben.person, key)).status).toBe(422);
  expect((await add('/persons', ana.person)).status).toBe(409);
});

test('a link changes the ETag of the person, and shows the address with its own', async () => {
  const scene = neighbours.scene(ana);
  const [{ place: home }, { place: who }] = [await add('/addresses', ana.address), await add('/persons', ana.person)];
  const before = scene.person?.etag;
  expect((await ask(`${who}/address`, { method: 'PUT', body: { href: home } })).status).toBe(204);
  expect(scene.person?.etag).not.toBe(before);
  expect((await ask(`${who}/address`)).headers.get('etag')).toBe(scene.address?.etag);
  const { data } = (await (await ask(`/persons?address=${scene.address?.id}`)).json()) as { data: object[] };
  expect(data).toEqual([scene.person?.representation]);
});

test('a link to no address is refused with 422', async () => {
  const { place } = await add('/persons', ana.person);
  expect((await ask(`${place}/address`, { method: 'PUT', body: { href: '/addresses/none' } })).status).toBe(422);
});

test('a DELETE needs the ETag of now: 428, 412, 204, 404', async () => {
  const { address } = neighbours.settled(ana);
  const { etag, id } = address;
  const remove = async (headers: Record<string, string>) =>
    (await ask(`/addresses/${id}`, { method: 'DELETE', headers })).status;
  neighbours.addresses.touch(id);
  const statuses = [await remove({}), await remove({ 'if-match': etag })];
  const now = (await ask(`/addresses/${id}`)).headers.get('etag') ?? '';
  expect([...statuses, await remove({ 'if-match': now }), await remove({ 'if-match': now })]).toEqual([
    428, 412, 204, 404,
  ]);
});

test('a fault strikes its own household as often as was said, with or without effect', async () => {
  const [one, other] = [neighbours.scene(ana), neighbours.scene(ben)];
  one.strike('POST /persons', { kind: 'status', status: 503 }, { times: 1 });
  expect((await add('/persons', ana.person)).status).toBe(503);
  expect(one.person).toBe(undefined);
  expect((await add('/persons', ben.person)).status).toBe(201);
  other.strike('POST /addresses', { kind: 'cut' }, { times: 1, effect: true });
  await expect(add('/addresses', ben.address)).rejects.toThrow();
  expect(other.address).toMatchObject({ line1: ben.address.line1 });
  expect((await add('/persons', ana.person)).status).toBe(201);
});

test('a call that is held is answered when it is let go, by what is true then, or as was said', async () => {
  const scene = neighbours.scene(ana);
  const held = scene.hold('POST /addresses');
  const answered = add('/addresses', ana.address);
  await held.arrived;
  expect(scene.address).toBe(undefined);
  held.release();
  expect((await answered).status).toBe(201);
  const refused = scene.hold('POST /persons', { answer: problem(422) });
  const refusal = add('/persons', ana.person);
  refused.release();
  expect((await refusal).status).toBe(422);
});

test('the calls about a household are kept in order, with their answers, also of what is gone', async () => {
  const scene = neighbours.settled(ana);
  const { id, etag } = scene.person;
  await ask(`/persons/${id}`, { method: 'DELETE', headers: { 'if-match': etag } });
  await ask(`/persons/${id}`);
  await add('/persons', ben.person);
  expect(scene.calls().map(({ step, status }) => [step, status])).toEqual([
    ['DELETE /persons/{id}', 204],
    ['GET /persons/{id}', 404],
  ]);
});

test.each(['//', 'http://[', '/%', '/persons/%ff', '/addresses/%zz', '*', '/persons?address=%00'])(
  'a request for %s ends, and the doubles live on',
  async (target) => {
    for (const port of neighbours.ports) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.end(`GET ${target} HTTP/1.0\r\n\r\n`);
      await text(socket);
    }
    expect((await add('/addresses', ana.address)).status).toBe(201);
    expect((await add('/persons', ana.person)).status).toBe(201);
  },
);

test('each name has a key set of its own to fail, and a record of its own', async () => {
  await using keySets = await KeySetDouble.open([{ kid: 'one' }]);
  keySets.fault('sick', { kind: 'status', status: 500 });
  const [sick, well] = [await fetch(keySets.url('sick')), await fetch(keySets.url('well'))];
  expect([sick.status, await well.json()]).toEqual([500, { keys: [{ kid: 'one' }] }]);
  expect([keySets.calls('sick').length, keySets.calls('other').length]).toEqual([1, 0]);
  keySets.heal('sick');
  expect((await fetch(keySets.url('sick'))).status).toBe(200);
});
