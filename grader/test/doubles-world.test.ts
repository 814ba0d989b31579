import { verify } from '@seeka/address-verification';
import { type AddressContext, openWorld } from '../contracts/01-address/world.ts';
import type { Draft } from '../src/doubles/verification.ts';
import { randomFor } from '../src/random.ts';
import type { World } from '../src/types.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ seed: 7, remote: false });
});
afterAll(() => world[Symbol.asyncDispose]());

function contextOf(id: string, seed = 7, of = world): AddressContext {
  return of.contextFor({ id, random: randomFor(seed, id) }) as AddressContext;
}

function many<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

/** What a service stores of a draft, by the rules of section B. */
function stored({ line1: street, line2, city, region: state, postalCode: zipcode }: Draft): Draft[] {
  return verify({ street, street2: line2 ?? '', city, state, zipcode }).map((it) => ({
    line1: it.delivery_line_1,
    ...(it.delivery_line_2 === undefined ? {} : { line2: it.delivery_line_2 }),
    city: it.components.city_name,
    region: it.components.state_abbreviation,
    postalCode: `${it.components.zipcode}-${it.components.plus4_code}`,
  }));
}

test('verification leaves every member of a made address as it is', () => {
  const { make } = contextOf('canonical');
  for (const draft of many(500, () => make.address())) expect(stored(draft)).toEqual([draft]);
});

test('every made address is in a state or in DC: who forgets a territory fails the check of regions alone', () => {
  const { make } = contextOf('states');
  const drafts = [...many(500, () => make.address()), ...many(20, () => make.neighbours(20)).flat()];
  expect(drafts.filter(({ region }) => ['AS', 'GU', 'MP', 'PR', 'VI'].includes(region))).toEqual([]);
});

test('overrides are taken, and any text in line2 passes', () => {
  const { make } = contextOf('overrides');
  const draft = make.address({ line2: '  #7 \u{1f3e0} apt ' });
  expect(draft.line2).toBe('  #7 \u{1f3e0} apt ');
  expect(stored(draft)).toEqual([draft]);
});

test('no two checks get the same address, and one seed gives the same ones again', async () => {
  await using again = await openWorld({ seed: 7, remote: false });
  const drafts = ['one', 'two'].flatMap((id) => many(2_000, contextOf(id).make.address));
  expect(new Set(drafts.map(({ line1 }) => line1)).size).toBe(4_000);
  expect(many(20, contextOf('one', 7, again).make.address)).toEqual(drafts.slice(0, 20));
});

test('a respelt address is the same place in another spelling', () => {
  const { make } = contextOf('respelt');
  for (const draft of many(300, () => make.address())) {
    const respelt = make.respelt(draft);
    expect(stored(respelt)).toEqual([draft]);
    expect(respelt.line1).not.toBe(draft.line1);
    expect(respelt).toMatchObject({ region: draft.region, postalCode: expect.stringMatching(/^\d{5}$/) });
    expect(respelt.line1.length).toBeLessThanOrEqual(100);
  }
});

test('an undeliverable address obeys the rules and is unknown', () => {
  const { make } = contextOf('undeliverable');
  for (const draft of many(300, () => make.undeliverable())) {
    expect(stored(draft)).toEqual([]);
    expect(draft).toMatchObject({
      line1: expect.stringMatching(/^.{1,100}$/),
      region: expect.stringMatching(/^[A-Z]{2}$/),
      postalCode: expect.stringMatching(/^\d{5}-\d{4}$/),
    });
  }
});

test('the service under check is led to the double, where made addresses are no strays', async () => {
  const { make, verification, door } = contextOf('double');
  const url = world.settings.ADDRESS_VERIFICATION_URL as string;
  expect(world.ports).toEqual([url, door.url].map((it) => Number(new URL(it).port)));
  const draft = make.undeliverable();
  verification.teach(draft, [make.candidate(make.address())]);
  const query = new URLSearchParams({ street: draft.line1, zipcode: draft.postalCode });
  expect(await (await fetch(`${url}/street-address?${query}`)).json()).toHaveLength(1);
  expect(verification.calls(draft)).toHaveLength(1);
  expect(verification.strays()).toEqual([]);
});

test('a remote service has no double, and a check that wants one is told how to say so', async () => {
  await using remote = await openWorld({ seed: 7, remote: true });
  const { make, verification } = contextOf('remote', 7, remote);
  expect([remote.settings, remote.ports]).toEqual([{}, []]);
  expect(stored(make.respelt(make.address()))).toHaveLength(1);
  expect(() => verification.calls(make.address())).toThrow("demands: ['doubles']");
});
