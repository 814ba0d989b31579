import { setTimeout } from 'node:timers/promises';
import type { Fault } from '../src/doubles/faults.ts';
import { type Draft, VerificationDouble } from '../src/doubles/verification.ts';

let verification: VerificationDouble;
beforeEach(async () => {
  verification = await VerificationDouble.open();
});
afterEach(() => verification[Symbol.asyncDispose]());

const home: Draft = { line1: '120 W 12th St Apt 4', city: 'New York', region: 'NY', postalCode: '10011-8401' };
const other: Draft = { line1: '12 S Person St', city: 'Raleigh', region: 'NC', postalCode: '27601' };
const nowhere: Draft = { ...home, line1: '600001 Nowhere Rd' };
const candidate = {
  delivery_line_1: '1 Main St',
  delivery_point_barcode: '100011234567',
  components: { city_name: 'New York', state_abbreviation: 'NY', zipcode: '10001' },
};

function ask(draft: Draft, init?: RequestInit): Promise<Response> {
  const { line1: street, city, region: state, postalCode: zipcode } = draft;
  return fetch(`${verification.url}/street-address?${new URLSearchParams({ street, city, state, zipcode })}`, init);
}

test('without a script the double answers what the verification service answers', async () => {
  const answer = await ask({ ...home, line1: '120 w 12 st apt 4' });
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toMatchObject([{ delivery_line_1: '120 W 12th St Apt 4' }]);
  expect(await (await ask(nowhere)).json()).toEqual([]);
});

test('a draft is answered as taught, however it is spelt, and no other', async () => {
  verification.teach(home, [candidate]);
  verification.teach(nowhere, [candidate, candidate]);
  expect(await (await ask({ ...home, line1: ' 120 w. 12  STREET #4' })).json()).toEqual([candidate]);
  expect(await (await ask({ ...nowhere, line1: ' 600001  nowhere rd' })).json()).toHaveLength(2);
  expect(await (await ask(other)).json()).toMatchObject([{ delivery_line_1: '12 S Person St' }]);
});

test('a fault strikes its own draft until it is healed', async () => {
  verification.fault(home, { kind: 'status', status: 503 });
  expect((await ask(home)).status).toBe(503);
  expect((await ask(other)).status).toBe(200);
  verification.heal(home);
  expect((await ask(home)).status).toBe(200);
});

test('the calls about a draft are kept with their query and headers', async () => {
  await ask({ ...home, line1: '120 w 12 st # 4' }, { headers: { Traceparent: '00-a-b-01' } });
  await ask(other);
  expect(verification.calls(home)).toMatchObject([
    {
      method: 'GET',
      path: '/street-address',
      query: { street: '120 w 12 st # 4', city: 'New York', state: 'NY', zipcode: '10011-8401' },
      headers: { traceparent: '00-a-b-01' },
    },
  ]);
  expect(verification.calls(nowhere)).toEqual([]);
});

test('requests about no draft of the run are strays', async () => {
  verification.announce(home);
  await ask(home);
  await ask({ ...other, line1: 'Raleigh' });
  await fetch(`${verification.url}/verify`, { method: 'POST' });
  expect(verification.strays().map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /street-address',
    'POST /verify',
  ]);
});

test.each([
  [{ kind: 'status', status: 500 }, 500, 'application/json', expect.stringContaining('120 W 12th St')],
  [{ kind: 'body', text: 'oops' }, 200, 'application/json', 'oops'],
  [{ kind: 'body', text: '<p>', type: 'text/html' }, 200, 'text/html', '<p>'],
  [{ kind: 'redirect', location: '/elsewhere' }, 307, null, ''],
] as [Fault, number, string | null, string][])('%j is answered with %i %s', async (fault, status, type, text) => {
  verification.fault(home, fault);
  const answer = await ask(home, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([status, type, text]);
});

test('a delayed answer comes late, headers and all', async () => {
  verification.fault(home, { kind: 'delay', ms: 100 });
  const began = performance.now();
  expect(await (await ask(home)).json()).toHaveLength(1);
  expect(performance.now() - began).toBeGreaterThan(90);
});

test('of a slow body the headers come at once and the rest late', async () => {
  verification.fault(home, { kind: 'slow body', ms: 200 });
  const began = performance.now();
  const answer = await ask(home);
  expect(performance.now() - began).toBeLessThan(150);
  expect(await answer.json()).toHaveLength(1);
  expect(performance.now() - began).toBeGreaterThan(190);
});

test('of a body that drips blanks come first, and then it is whole', async () => {
  verification.fault(home, { kind: 'drip', ms: 700 });
  const body = await (await ask(home)).text();
  expect(body).toMatch(/^ +\[/);
  expect(JSON.parse(body)).toHaveLength(1);
});

test('a cut connection gives no answer, and one cut in the body half of it', async () => {
  verification.fault(home, { kind: 'cut' });
  await expect(ask(home)).rejects.toThrow('fetch failed');
  verification.fault(home, { kind: 'cut body' });
  const answer = await ask(home);
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow('terminated');
});

test.each([
  { kind: 'hang' },
  { kind: 'delay', ms: 60_000 },
  { kind: 'slow body', ms: 60_000 },
  { kind: 'drip', ms: 60_000 },
] as Fault[])('disposing ends what waits at once: %j', async (fault) => {
  const double = await VerificationDouble.open();
  double.fault(home, fault);
  const answer = fetch(`${double.url}/street-address?street=120+w+12+st+apt+4&zipcode=10011`).then((it) => it.text());
  const ended = answer.then(
    () => 'answered',
    () => 'ended',
  );
  while (double.calls(home).length === 0) await setTimeout(1);
  const began = performance.now();
  await double[Symbol.asyncDispose]();
  expect(await ended).toBe('ended');
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('a client that leaves early does no harm', async () => {
  verification.fault(home, { kind: 'slow body', ms: 30 });
  await ask(home, { signal: AbortSignal.timeout(10) }).catch(() => undefined);
  verification.fault(home, { kind: 'delay', ms: 30 });
  await expect(ask(home, { signal: AbortSignal.timeout(10) })).rejects.toThrow('timeout');
  verification.fault(home, { kind: 'delay', ms: 60 });
  expect((await ask(home)).status).toBe(200);
});
