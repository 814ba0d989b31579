import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needsOf } from '../../src/packages/manifest.ts';
import { course } from '../deploy/support/deployments.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handed-in-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, value: unknown) =>
  writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));

async function needs(manifest: unknown, lock?: unknown) {
  await write('package.json', manifest);
  if (lock !== undefined) await write('package-lock.json', lock);
  return needsOf(folder, course);
}

test('what the course has in a version that will do is not missing', async () => {
  const dependencies = { express: '^5', knex: '3.x', pg: '*', koa: 'latest', 'fast-check': '' };
  expect(await needs({ dependencies })).toMatchObject({ missing: [], notes: [] });
});

test('what it has in another version, under another name, or not at all is missing', async () => {
  const dependencies = { express: '^4', web: 'npm:express@^5', zod: '^4', koa: 'next' };
  expect((await needs({ dependencies })).missing).toEqual(['express', 'web', 'zod', 'koa']);
});

test("the course's own packages are never looked for elsewhere, and what is for development is not needed", async () => {
  const manifest = { dependencies: { '@seeka/kit': '9', '@seeka/other': '1' }, devDependencies: { zod: '4' } };
  expect(await needs(manifest)).toMatchObject({ missing: [], notes: [] });
});

const NO_MANIFESTS = [
  '',
  '[]',
  'null',
  '"text"',
  '{"dependencies":',
  '{"dependencies":"text"}',
  '{"dependencies":["a"]}',
];

test.each(NO_MANIFESTS)('a package.json that is %j needs nothing', async (text) => {
  expect(await needs(text)).toMatchObject({ missing: [], notes: [] });
});

test('a folder without package.json, or where it is a folder or a link out, needs nothing', async () => {
  const nothing = { missing: [], notes: [] };
  expect(await needsOf(folder, course)).toMatchObject(nothing);
  await mkdir(join(folder, 'package.json'));
  expect(await needsOf(folder, course)).toMatchObject(nothing);
  await rm(join(folder, 'package.json'), { recursive: true });
  await writeFile(`${folder}.json`, '{"dependencies":{"zod":"4"}}');
  await symlink(`${folder}.json`, join(folder, 'package.json'));
  expect(await needsOf(folder, course)).toMatchObject(nothing);
  await rm(`${folder}.json`);
});

test('what is no text, no name or far too long is refused in a few sentences', async () => {
  const odd = { a: { toString: 1 }, b: null, c: 7, d: {}, '..': '1', _e: '1', f: 'x'.repeat(1_000) };
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  const { missing, notes } = await needs(JSON.stringify({ dependencies: odd }).replace('{}', deep));
  expect(missing).toEqual([]);
  expect(notes).toHaveLength(7);
  for (const note of notes) expect(note.length).toBeLessThan(600);
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 'file:.']));
  expect((await needs({ dependencies: many })).notes).toHaveLength(21);
  const more = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`x${index}`, '1']));
  expect(await needs({ dependencies: more })).toMatchObject({ missing: [], notes: [expect.stringContaining('1001')] });
});

const ZOD = { dependencies: { zod: '^4' } };

test('of package-lock.json only what a registry can give is used', async () => {
  const packages = {
    '': { dependencies: { zod: '^4' } },
    'node_modules/zod': {
      version: '4.0.0',
      resolved: 'https://any.example/npm/zod/-/zod-4.0.0.tgz',
      integrity: 'sha512-x',
    },
    'node_modules/@a/b': { version: '1.0.0', resolved: 'https://any.example/@a%2fb/-/b-1.0.0.tgz' },
    'node_modules/alias': { name: 'real', version: '1.0.0', resolved: 'http://any.example/real/-/real-1.0.0.tgz' },
    'node_modules/a/node_modules/inside': { version: '1.0.0', inBundle: true },
    'node_modules/tool': { version: '1.0.0', dev: true },
    near: { version: '1.0.0' },
    'node_modules/near': { resolved: 'near', link: true },
    'node_modules/far': { version: '1.0.0', resolved: 'git+ssh://git@git.example/far.git' },
    'node_modules/other': { version: '1.0.0', resolved: 'https://any.example/zod/-/zod-1.0.0.tgz' },
    'node_modules/deep': { version: { a: 1 } },
    '../node_modules/up': { version: '1.0.0' },
    'node_modules/../../up': { version: '1.0.0' },
  };
  const { lock = {}, notes } = await needs(ZOD, { lockfileVersion: 3, packages });
  const used = ['zod', '@a/b', 'alias', 'a/node_modules/inside'].map((path) => `node_modules/${path}`);
  expect(Object.keys(lock)).toEqual(used);
  expect(notes.map((note) => /"node_modules\/(.*?)"/.exec(note)?.[1])).toEqual(['far', 'other', 'deep']);
});

test('package-lock.json of npm 6, or none at all, leaves npm to choose', async () => {
  const old = await needs(ZOD, { lockfileVersion: 1, dependencies: { zod: { version: '4.0.0' } } });
  expect(old).toMatchObject({ missing: ['zod'], notes: [expect.stringContaining('npm 6')] });
  for (const lock of ['', '[]', '{"packages":7}']) expect((await needs(ZOD, lock)).lock).toBeUndefined();
});

test('a package-lock.json that nobody could write again is cut short', async () => {
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  const text = `{"packages":{"node_modules/zod":{"version":"4.0.0","dependencies":${deep}}}}`;
  const { lock } = await needs(ZOD, text);
  expect(JSON.stringify(lock).length).toBeLessThan(200);
});
