import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultBounds } from '../../src/packages/bounds.ts';
import { harvest } from '../../src/packages/harvest.ts';
import { measure } from '../../src/packages/tarball.ts';
import { Bench, inside } from '../deploy/support/deployments.ts';
import { requires } from '../support/requires.ts';
import { bytesOf } from './support/registry.ts';
import { Shop } from './support/shop.ts';
import { type Entry, tarball } from './support/tar.ts';

const sandboxed = requires('bubblewrap', 'prlimit');
const target = join(tmpdir(), `escaped-${process.pid}`);

/** Each way in which an archive may try to leave its folder, beside a good module. */
const entries: Record<string, Entry> = {
  'package/package.json': JSON.stringify({ name: 'escaping', version: '1.0.0', type: 'module', exports: './index.js' }),
  'package/index.js': "export const fine = 'yes';",
  'package/../../../../escaped-up': 'x',
  [target]: 'x',
  'package/passwd': { type: '2', link: '/etc/passwd' },
  'package/up': { type: '2', link: '../../../..' },
  'package/up/escaped-by-link': 'x',
  'package/hard': { type: '1', link: '/etc/passwd' },
  'package/pipe': { type: '6', link: '' },
  'package/device': { type: '3', link: '' },
};

sandboxed('a package that reaches out of its folder is installed without what reaches out', async () => {
  await using bench = await Bench.open();
  await using shop = await Shop.open(bench, { escaping: { '1.0.0': { bytes: tarball(entries) } } });
  const { main, notes } = await shop.deploy({ dependencies: { escaping: '1.0.0' } });
  expect(notes).toEqual([]);
  await main.ready();
  expect(await inside(main, "return (await import('escaping')).fine")).toBe('yes');
  const found = readdirSync(join(shop.cache, 'installed'), { recursive: true, withFileTypes: true });
  expect(found.filter((entry) => !entry.isFile() && !entry.isDirectory()).map(({ name }) => name)).toEqual([]);
  expect(found.filter(({ name }) => /escaped-up|passwd|hard|pipe|device/.test(name)).map(({ name }) => name)).toEqual(
    [],
  );
  // npm leaves the rest inside: it takes the root off a path, and makes a folder where a link would be.
  const inPackage = (folder: string) => `${folder}/`.includes('/node_modules/escaping/');
  expect(found.filter(({ name, parentPath }) => name.startsWith('escaped') && !inPackage(parentPath))).toEqual([]);
  expect(existsSync(target)).toBe(false);
});

describe('what npm has installed', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'harvest-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  test('is kept without links that lead out of it, and can be read by all', async () => {
    const from = join(home, 'from');
    await mkdir(join(from, '.bin'), { recursive: true, mode: 0o700 });
    await writeFile(join(from, 'run.js'), '', { mode: 0o700 });
    await symlink('../run.js', join(from, '.bin', 'run'));
    await symlink('/etc/passwd', join(from, '.bin', 'passwd'));
    await symlink('../../from-beside', join(from, '.bin', 'beside'));
    await harvest(from, join(home, 'to'), defaultBounds);
    expect(readdirSync(join(home, 'to', '.bin'))).toEqual(['run']);
    const modes = ['.bin', 'run.js'].map((name) => lstatSync(join(home, 'to', name)).mode & 0o777);
    expect(modes).toEqual([0o755, 0o755]);
  });

  test('is refused when it is more than it may be', async () => {
    const from = join(home, 'from');
    await mkdir(from);
    await writeFile(join(from, 'large'), Buffer.alloc(2 ** 21));
    await expect(harvest(from, join(home, 'to'), { ...defaultBounds, unpackedMegabytes: 1 })).rejects.toThrow('1 MB');
    await expect(harvest(from, join(home, 'too'), { ...defaultBounds, entries: 0 })).rejects.toThrow('0 files');
  });
});

describe('an archive', () => {
  const most = { bytes: 2 ** 20, entries: 10 };

  test('is measured without being unpacked', async () => {
    const archive = bytesOf('any', '1.0.0', { files: { a: 'x'.repeat(1_000), b: '' } });
    expect(await measure(archive, most)).toMatchObject({ bytes: 512 + 512 + 512 + 1_024 + 512 + 1_024, entries: 3 });
  });

  test('of 50 MB that is 50 kB as long as it is packed is not unpacked any further than it may be', async () => {
    const bomb = tarball({ a: Buffer.alloc(50 * 2 ** 20) });
    expect(bomb.length).toBeLessThan(100_000);
    await expect(measure(bomb, most)).rejects.toThrow('more than the 1 MB');
  });

  test('that is cut off, or has a size that is no number, is refused', async () => {
    const whole = bytesOf('any', '1.0.0', { files: { a: String(Math.random()).repeat(500) } });
    await expect(measure(whole.subarray(0, whole.length / 2), most)).rejects.toThrow('damaged');
  });
});
