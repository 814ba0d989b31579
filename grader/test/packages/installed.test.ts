import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Bench, inside } from '../deploy/support/deployments.ts';
import { requires } from '../support/requires.ts';
import { bytesOf, integrityOf, moduleOf } from './support/registry.ts';
import { Shop } from './support/shop.ts';

const sandboxed = requires('bubblewrap', 'prlimit');
const PACKAGES = {
  greeting: {
    '1.0.0': moduleOf("export const greeting = 'hello';"),
    '1.1.0': moduleOf("export const greeting = 'hi';"),
  },
  '@shop/polite': {
    '2.0.0': moduleOf("import { greeting } from 'greeting'; export const polite = greeting + ', please';", {
      dependencies: { greeting: '~1.0.0' },
    }),
  },
  old: { '1.0.0': moduleOf('', { dependencies: { qs: '1.0.0' } }) },
  qs: { '1.0.0': moduleOf('export const version = 1;'), '6.99.0': moduleOf('export const version = 6;') },
  express: { '4.0.0': moduleOf('export const version = 4;') },
  scripted: {
    '1.0.0': moduleOf(
      "import { existsSync } from 'node:fs'; export const ran = existsSync(import.meta.dirname + '/ran');",
      {
        scripts: { preinstall: 'touch ran', install: 'touch ran', postinstall: 'touch ran' },
        hasInstallScript: true,
      },
    ),
  },
  program: {
    '1.0.0': {
      manifest: { type: 'module', bin: { program: 'run.js' } },
      files: { 'run.js': "#!/usr/bin/env node\nawait import(process.cwd() + '/server.js');\n" },
    },
  },
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

/** What a module exports, as the submission sees it. */
async function exported(members: Record<string, unknown>, from: string, name: string, files = {}): Promise<unknown> {
  const { main, notes } = await shop.deploy(members, files);
  expect(notes).toEqual([]);
  await main.ready();
  return inside(main, `return (await import('${from}')).${name}`);
}

sandboxed('a package that the course lacks is installed, with what it needs', async () => {
  expect(await exported({ dependencies: { '@shop/polite': '^2.0.0' } }, '@shop/polite', 'polite')).toBe(
    'hello, please',
  );
});

sandboxed('an optional dependency is installed, and none that is for development', async () => {
  const members = { optionalDependencies: { greeting: '^1.0.0' }, devDependencies: { program: '^1.0.0' } };
  expect(await exported(members, 'greeting', 'greeting')).toBe('hi');
  expect(shop.registry.asked.filter((path) => path.includes('program'))).toEqual([]);
});

sandboxed('another name in the registry, and a tag, are what they are to npm', async () => {
  expect(await exported({ dependencies: { welcome: 'npm:greeting@1.0.0' } }, 'welcome', 'greeting')).toBe('hello');
  expect(await exported({ dependencies: { greeting: 'latest' } }, 'greeting', 'greeting')).toBe('hi');
});

sandboxed('a major version other than the course has is the one that was asked for', async () => {
  expect(await exported({ dependencies: { express: '^4.0.0' } }, 'express', 'version')).toBe(4);
});

sandboxed('the course’s packages stay the course’s beside others', async () => {
  const dependencies = { express: '^5.0.0', greeting: '1.0.0' };
  expect(await exported({ dependencies }, 'express', 'default.name')).toBe('createApplication');
  expect(shop.registry.asked.filter((path) => path.includes('express'))).toEqual([]);
});

sandboxed('what another package needs does not stand before the version that was asked for', async () => {
  const dependencies = { qs: '^6.0.0', old: '1.0.0' };
  expect(await exported({ dependencies }, 'qs', 'version ?? 6')).toBe(6);
  expect(shop.registry.asked).toContain('/qs/-/qs-6.99.0.tgz');
});

sandboxed('where the course has all, the registry is not asked and no npm runs', async () => {
  const dependencies = { express: '^5.0.0', knex: '*', pg: 'latest', '@seeka/kit': '0.1.0' };
  expect(await exported({ dependencies }, 'express', 'default.name')).toBe('createApplication');
  expect(shop.registry.asked).toEqual([]);
  expect(await readdir(shop.cache)).toEqual([]);
});

sandboxed('package-lock.json decides on versions, wherever it was written', async () => {
  const integrity = integrityOf(bytesOf('greeting', '1.0.0', PACKAGES.greeting['1.0.0']));
  const resolved = 'https://mirror.example/npm/greeting/-/greeting-1.0.0.tgz';
  const packages = {
    '': { dependencies: { greeting: '^1.0.0', express: '^5.0.0' } },
    'node_modules/greeting': { version: '1.0.0', resolved, integrity },
    'node_modules/old': { version: '9.9.9', dev: true },
  };
  const files = { 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) };
  expect(await exported({ dependencies: { greeting: '^1.0.0' } }, 'greeting', 'greeting', files)).toBe('hello');
});

sandboxed('no install script of a package is run', async () => {
  expect(await exported({ dependencies: { scripted: '1.0.0' } }, 'scripted', 'ran')).toBe(false);
});

sandboxed('when the service then does not start, its student is told whose scripts were not run', async () => {
  const { main } = await shop.deploy(
    { dependencies: { scripted: '1.0.0' } },
    { 'server.js': "throw new Error('native');" },
  );
  await expect(main.ready()).rejects.toMatchObject({ advice: expect.stringContaining('have one: scripted.') });
});

sandboxed("neither the submission's .npmrc nor its own scripts have a say", async () => {
  const files = { '.npmrc': 'registry=http://127.0.0.1:9/\nignore-scripts=false\n' };
  const members = { dependencies: { greeting: '1.0.0' }, scripts: { preinstall: 'exit 1', postinstall: 'exit 1' } };
  expect(await exported(members, 'greeting', 'greeting', files)).toBe('hello');
});

sandboxed('a program of a package can be the start command', async () => {
  const { main } = await shop.deploy({ dependencies: { program: '1.0.0' } }, { Procfile: 'web: exec program\n' });
  await main.ready();
  expect(await inside(main, 'return process.version')).toBe(process.version);
});

sandboxed('what is installed can be changed by nobody who runs with it', async () => {
  const { main } = await shop.deploy({ dependencies: { greeting: '1.0.0' } });
  await main.ready();
  const write = `const fs = await import('node:fs');
    const tries = ['chmodSync', 'appendFileSync', 'unlinkSync'].map((name) => {
      try { fs[name]('node_modules/greeting/index.js', '777'); return 'done'; } catch (error) { return error.code; }
    });
    return tries`;
  expect(await inside(main, write)).toEqual(['EROFS', 'EROFS', 'EROFS']);
  const [digest = ''] = await readdir(join(shop.cache, 'installed'));
  const kept = join(shop.cache, 'installed', digest, 'node_modules', 'greeting', 'index.js');
  expect(await readFile(kept, 'utf8')).toBe("export const greeting = 'hello';");
});
