import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Bench, inside } from '../deploy/support/deployments.ts';
import { requires } from '../support/requires.ts';
import { moduleOf } from './support/registry.ts';
import { Shop } from './support/shop.ts';

const sandboxed = requires('bubblewrap', 'prlimit');
const PACKAGES = {
  greeting: { '1.0.0': moduleOf("export const greeting = 'hello';"), '2.0.0': moduleOf('') },
  parting: { '1.0.0': moduleOf("export const parting = 'bye';") },
};
let bench: Bench;
let shop: Shop;

beforeAll(async () => {
  bench = await Bench.open();
});
beforeEach(async () => {
  shop = await Shop.open(bench, PACKAGES);
});
afterEach(() => shop?.[Symbol.asyncDispose]());
afterAll(() => bench?.[Symbol.asyncDispose]());

/** How the package greets a submission that names these. */
async function greeting(dependencies: Record<string, string>): Promise<unknown> {
  const { main } = await shop.deploy({ dependencies });
  await main.ready();
  return inside(main, "return (await import('greeting')).greeting");
}

const tarballs = () => shop.registry.asked.filter((path) => path.endsWith('.tgz'));
const installed = () => readdir(join(shop.cache, 'installed'));

sandboxed('the same dependencies are installed once, whoever has them, and need no registry any more', async () => {
  expect(await greeting({ greeting: '1.0.0', parting: '1.0.0' })).toBe('hello');
  await shop.registry[Symbol.asyncDispose]();
  expect(await greeting({ parting: '1.0.0', greeting: '1.0.0' })).toBe('hello');
  expect(await installed()).toHaveLength(1);
});

sandboxed('what was fetched for one is there for others, though they need something else too', async () => {
  await greeting({ greeting: '1.0.0', parting: '1.0.0' });
  await shop.registry[Symbol.asyncDispose]();
  expect(await greeting({ greeting: '^1.0.0' })).toBe('hello');
  expect(await installed()).toHaveLength(2);
});

sandboxed('without a registry, what is not kept is the grader’s own fault, be it a package or a version', async () => {
  await greeting({ greeting: '1.0.0' });
  await shop.registry[Symbol.asyncDispose]();
  for (const dependencies of [{ parting: '1.0.0' }, { greeting: '3.0.0' }, { greeting: '2.0.0' }]) {
    await expect(shop.deploy({ dependencies })).rejects.toMatchObject({ name: 'RegistryFault' });
  }
});

sandboxed('a kept file that was damaged is fetched anew', async () => {
  await greeting({ greeting: '1.0.0' });
  for (const folder of ['tarballs', 'metadata']) {
    const [name = ''] = await readdir(join(shop.cache, folder));
    await truncate(join(shop.cache, folder, name), 100);
  }
  expect(await greeting({ greeting: '^1.0.0' })).toBe('hello');
  expect(tarballs()).toHaveLength(2);
});

sandboxed('whoever is interrupted leaves the others their installation, and nothing half done', async () => {
  const stop = new AbortController();
  const asked = Promise.withResolvers<void>();
  let isHeld = true;
  shop.registry.instead = ({ url = '' }) => {
    if (url.endsWith('.tgz')) asked.resolve();
    return isHeld && url.endsWith('.tgz');
  };
  const first = shop.deploy({ dependencies: { greeting: '1.0.0' } }, {}, {}, stop.signal);
  await asked.promise;
  const second = greeting({ greeting: '1.0.0' });
  isHeld = false;
  stop.abort();
  await expect(first).rejects.toMatchObject({ name: 'AbortError' });
  expect(await second).toBe('hello');
  expect(await installed()).toHaveLength(1);
});

sandboxed('two that are graded at once share one installation', async () => {
  const both = await Promise.all([greeting({ greeting: '1.0.0' }), greeting({ greeting: '1.0.0' })]);
  expect(both).toEqual(['hello', 'hello']);
  expect(await installed()).toHaveLength(1);
  expect(tarballs()).toHaveLength(1);
});
