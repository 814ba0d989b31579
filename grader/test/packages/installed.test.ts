import { Bench, inside } from '../deploy/support/deployments.ts';
import { requires } from '../support/requires.ts';
import { moduleOf } from './support/registry.ts';
import { Shop } from './support/shop.ts';

const sandboxed = requires('bubblewrap', 'prlimit');
let bench: Bench;
let shop: Shop;

beforeAll(async () => {
  bench = await Bench.open();
  shop = await Shop.open(bench, {
    greeting: { '1.0.0': moduleOf("export const greeting = 'hello';") },
  });
});

afterAll(async () => {
  await bench?.[Symbol.asyncDispose]();
  await shop?.[Symbol.asyncDispose]();
});

sandboxed('a package that the course lacks is installed', async () => {
  const { main, notes } = await shop.deploy({ dependencies: { greeting: '^1.0.0' } });
  expect(notes).toEqual([]);
  await main.ready();
  expect(await inside(main, "return (await import('greeting')).greeting")).toBe('hello');
  expect(notes).toEqual([]);
});
