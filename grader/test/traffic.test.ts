import { setImmediate } from 'node:timers/promises';
import { openWorld, type ProfileContext } from '../contracts/04-profile/world.ts';
import { AddressDouble } from '../src/doubles/address.ts';
import { type Call, memoryOf } from '../src/doubles/double.ts';
import type { Fault } from '../src/doubles/faults.ts';
import { attributed, callsAbout } from '../src/doubles/mentions.ts';
import { PersonDouble } from '../src/doubles/person.ts';
import { ProviderDouble } from '../src/doubles/provider.ts';
import { VerificationDouble } from '../src/doubles/verification.ts';
import { randomFor } from '../src/random.ts';
import { trafficOf } from '../src/traffic.ts';
import { stalePut } from './report/samples.ts';

/** Asks, whatever comes of it; leaves after `patienceMs`. */
async function ask(url: string, patienceMs = 5_000): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  await fetch(url, { signal })
    .then((answer) => answer.text())
    .catch(String);
}

async function endingOf(fault: Fault | undefined, patienceMs?: number) {
  await using addresses = await AddressDouble.open();
  addresses.keep('a');
  if (fault) addresses.fault('a', fault);
  await ask(`${addresses.url}/addresses/a`, patienceMs);
  const [call] = addresses.calls('a');
  // The double may see the end of the connection a moment after the client.
  while (call && memoryOf(call).durationMs === undefined) await setImmediate();
  return call && memoryOf(call);
}

test('a double tells how it ended each call, and what it did on purpose', async () => {
  const kept = { to: 'Address', target: '/addresses/a', durationMs: expect.any(Number) };
  expect(await endingOf(undefined)).toEqual({ status: 200, ...kept });
  expect(await endingOf({ kind: 'delay', ms: 30 })).toEqual({ status: 200, ...kept, fault: '0.03 s late' });
  expect(await endingOf({ kind: 'status', status: 503 })).toEqual({ status: 503, ...kept, fault: 'on purpose' });
  expect(await endingOf({ kind: 'cut' })).toEqual({ ...kept, fault: 'cut off' });
  expect(await endingOf({ kind: 'cut body' })).toEqual({ ...kept, fault: 'cut off in its body' });
  expect(await endingOf({ kind: 'slow body', ms: 20 })).toEqual({ status: 200, ...kept, fault: 'body 0.02 s late' });
});

test('of a call that nobody answers, the time is told for which the service waited', async () => {
  const ending = await endingOf({ kind: 'hang' }, 200);
  expect(ending).toMatchObject({ to: 'Address', fault: 'hung' });
  expect(ending?.status).toBeUndefined();
  expect(ending?.durationMs).toBeGreaterThan(100);
});

test('a call is about the check that mentioned its address, and about no other', async () => {
  await using double = await AddressDouble.open();
  const one = attributed({ addresses: double, make: { addressId: () => 'a' } });
  const other = attributed({ addresses: double });
  (one.context as { addresses: AddressDouble }).addresses.keep('a');
  (other.context as { addresses: AddressDouble }).addresses.keep('b');
  await ask(`${double.url}/addresses/a?page=1`);
  expect(one.calls()).toMatchObject([{ method: 'GET', path: '/addresses/a', query: { page: '1' } }]);
  expect(one.calls().map(memoryOf)).toMatchObject([{ to: 'Address', target: '/addresses/a?page=1' }]);
  expect(other.calls()).toEqual([]);
});

test('calls to several neighbours are told in order of time, those about a person and about a code', async () => {
  await using resources = new AsyncDisposableStack();
  const provider = resources.use(await ProviderDouble.open());
  const persons = resources.use(await PersonDouble.open());
  const { context, calls } = attributed({ provider, persons });
  const seen = context as { provider: ProviderDouble; persons: PersonDouble };
  const code = seen.provider.code(new URLSearchParams(), { profile: {} });
  seen.persons.keep('Ana@example.org');
  await ask(`${persons.url}/persons?email=ana@example.org`);
  await fetch(seen.provider.settings.OAUTH2_TOKEN_URL ?? '', { method: 'POST', body: new URLSearchParams({ code }) });
  await ask(`${persons.url}/persons/p-1`);
  expect(calls().map((call) => `${call.method} ${memoryOf(call).to}`)).toEqual([
    'GET Person',
    'POST Provider',
    'GET Person',
  ]);
});

test('a draft is mentioned in whatever spelling', async () => {
  await using verification = await VerificationDouble.open();
  const draft = { line1: '120 W 12th St Apt 4', city: 'New York', region: 'NY', postalCode: '10011-8401' };
  await ask(`${verification.url}/street-address?street=120+w++12TH+ST+apt+4`);
  expect(verification[callsAbout]([draft, 404, undefined, null])).toHaveLength(1);
});

const call: Call = { method: 'GET', path: '/addresses/a', query: {}, headers: {}, at: 1_415 };

test('in Lab 04 a call is about the check that made the household, at whatever instance, but for what it does aside', async () => {
  await using world = await openWorld({ seed: 7, remote: false });
  const contextOf = (id: string) => attributed(world.contextFor({ id, random: randomFor(7, id) }));
  const [one, other] = [contextOf('one'), contextOf('other')];
  const { make, aside, neighbours, around } = one.context as ProfileContext;
  const scene = neighbours.settled(make.household());
  await ask(`${neighbours.settings.ADDRESS_URL}/addresses/${scene.address.id}`);
  const writes = around('writes').neighbours;
  const there = writes.settled(make.household());
  there.strike('GET /persons/{id}', { kind: 'status', status: 500 });
  await ask(`${writes.settings.PERSON_URL}/persons/${there.person.id}`);
  await ask(`${writes.settings.PERSON_URL}/persons/${writes.settled(aside.household()).person.id}`);
  expect(one.calls().map(memoryOf)).toMatchObject([
    { to: 'Address', status: 200 },
    { to: 'Person', status: 500, fault: 'on purpose' },
  ]);
  expect(other.calls()).toEqual([]);
});

test("the client's requests and the service's stand in one list, in order of time since the run began", () => {
  const traffic = trafficOf([{ ...stalePut, at: 10 }, stalePut], [call], { began: 1_000, since: 1_400 });
  expect(traffic.map(({ from, to, at }) => [from, to, at])).toEqual([
    ['client', 'service', 10],
    ['client', 'service', 412],
    ['service', 'neighbour', 415],
  ]);
});

test('calls of an earlier attempt are left out, and where none is left there is nothing to show', () => {
  expect(trafficOf([stalePut], [call], { began: 1_000, since: 1_416 })).toEqual([]);
});

test('neither a flood nor a long path fills the report', () => {
  const flood = Array.from({ length: 5_000 }, () => ({ ...call, path: `/${'a'.repeat(9_000)}` }));
  const traffic = trafficOf([stalePut], flood, { began: 1_000, since: 0 });
  expect(JSON.stringify(traffic).length).toBeLessThan(100_000);
});
