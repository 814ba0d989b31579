import { chmod, mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  letrec,
  oneof,
  record,
  string,
  tuple,
  uint8Array,
} from 'fast-check';
import { type Parcel, parcelOf, unpack } from '../../src/ingest/parcel.ts';
import { everythingIn, folderWith, leftBehind } from './folders.ts';
import { type RawEntry, rawZip } from './raw-zip.ts';

type Tree = [string, Node][];
type Node = { content: Uint8Array; executable: boolean } | { inner: Tree } | { linksTo: string };

const letters = constantFrom(...'abcé. -_#~$漢');
const name = string({ unit: letters, minLength: 1, maxLength: 8 }).filter((text) => !/^\.{1,2}$/.test(text));
const file: Arbitrary<Node> = record({ content: uint8Array({ maxLength: 40 }), executable: boolean() });
const link: Arbitrary<Node> = record({ linksTo: name });
const { tree } = letrec<{ tree: Tree; node: Node }>((tie) => ({
  node: oneof({ maxDepth: 2 }, file, link, record({ inner: tie('tree') })),
  tree: array(tuple(name, tie('node')), { maxLength: 4 }).map((pairs) => [...new Map(pairs)]),
}));

async function write(folder: string, entries: Tree): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, node] of entries) {
    const path = join(folder, name);
    if ('inner' in node) await write(path, node.inner);
    else if ('linksTo' in node) await symlink(node.linksTo, path);
    else await writeFile(path, node.content, { mode: node.executable ? 0o755 : 0o644 });
  }
}

/** The same to a student: other times, modes and order. */
async function writeOtherwise(folder: string, entries: Tree): Promise<void> {
  await write(folder, entries.toReversed());
  for (const [name, node] of entries) {
    if (!('content' in node)) continue;
    await chmod(join(folder, name), node.executable ? 0o700 : 0o666);
    await utimes(join(folder, name), 1e9, 1e9);
  }
}

test('what is packed and unpacked is the same folder, and its digest depends on nothing else', async () => {
  const holds = asyncProperty(tree, async (entries) => {
    await using folder = await folderWith();
    const [one, two, three] = ['one', 'two', 'three'].map((name) => join(folder.path, name)) as [
      string,
      string,
      string,
    ];
    await write(one, entries);
    await writeOtherwise(two, entries);
    const parcel = await parcelOf(one);
    expect((await parcelOf(two)).digest).toBe(parcel.digest);
    await unpack(parcel.bytes, three);
    expect(await everythingIn(three)).toEqual(await everythingIn(one));
    expect((await parcelOf(three)).bytes.equals(parcel.bytes)).toBe(true);
    expect(parcel.notes).toEqual([]);
  });
  await assert(holds, { numRuns: 60 });
  expect(await leftBehind()).toEqual([]);
});

async function parcelWith(files: Record<string, string>): Promise<Parcel> {
  await using folder = await folderWith(files);
  return await parcelOf(folder.path);
}

test('the digest is the same on every machine and in every version', async () => {
  const { digest } = await parcelWith({ 'package.json': '{}', 'src/server.js': 'process.exit();' });
  expect(digest).toBe('94053d9f0c12591a0e40b4bcb4c3262b55b0a77c545ed6b7a138dbd49ea10c7e');
});

test('another byte, name or executable bit makes another digest', async () => {
  const contents: Record<string, string>[] = [{ a: 'x' }, { a: 'y' }, { b: 'x' }, { 'a/b': 'x' }];
  const digests = contents.map(async (files) => (await parcelWith(files)).digest);
  await using folder = await folderWith({ a: 'x' });
  await chmod(join(folder.path, 'a'), 0o755);
  const all = [...(await Promise.all(digests)), (await parcelOf(folder.path)).digest];
  expect(new Set(all).size).toBe(5);
});

test('node_modules, .git and .seeka are no part of a parcel, wherever they lie', async () => {
  const files = {
    a: 'x',
    'node_modules/b': 'x',
    'in/node_modules/b': 'x',
    'in/c': '',
    '.git/config': 'x',
    '.seeka/x': '',
  };
  expect((await parcelWith(files)).digest).toBe((await parcelWith({ a: 'x', 'in/c': '' })).digest);
});

test('a link out of the folder is left out and named', async () => {
  await using folder = await folderWith({ a: 'x' });
  await symlink('/etc/passwd', join(folder.path, 'secret'));
  await symlink('../..', join(folder.path, 'above'));
  const { notes, digest } = await parcelOf(folder.path);
  expect(notes).toEqual(['above', 'secret'].map((name) => `Left out ${name}: it links to a place outside the folder.`));
  expect(digest).toBe((await parcelWith({ a: 'x' })).digest);
});

test.each<[string, Record<string, string>]>([
  ['same name', { 'a.js': '', 'A.js': '' }],
  ['unsafe name', { 'a\\b': '' }],
  ['unsafe name', { 'C:x': '' }],
])('a folder is refused for a %s: %j', async (code, files) => {
  await expect(parcelWith(files)).rejects.toMatchObject({ name: 'IngestError', code, fault: 'theirs' });
});

test('a folder over the limits is refused with what to do', async () => {
  await using folder = await folderWith({ a: 'x'.repeat(2 ** 20), b: 'x' });
  const limits = { archiveMegabytes: 1, inflatedMegabytes: 1, files: 5, entries: 5, ratio: 1, cloneSeconds: 1 };
  const advice = expect.stringMatching(/^Hand in the sources alone/);
  await expect(parcelOf(folder.path, limits)).rejects.toMatchObject({ code: 'too large', advice, fault: 'theirs' });
  await expect(parcelOf(folder.path, { ...limits, files: 1 })).rejects.toMatchObject({ code: 'too large', advice });
  expect(await leftBehind()).toEqual([]);
});

test('where there is no folder it says so, and that it is not the student’s fault', async () => {
  await expect(parcelOf('/no/such/folder')).rejects.toMatchObject({ code: 'not found', fault: 'ours' });
});

test.each<[string, RawEntry[]]>([
  ['unsafe name', [{ name: '../slipped', content: 'x' }]],
  ['same name', [{ name: 'out', content: '/tmp', mode: 0o120777 }, { name: 'out/slipped' }]],
  ['damaged zip', [{ name: 'a', content: 'x', crc: 1 }]],
  ['too large', [{ name: 'zeros', content: Buffer.alloc(51 * 2 ** 20) }]],
])('a parcel forged on the way is refused for its %s, and nothing is left', async (code, entries) => {
  await using folder = await folderWith({ sentinel: '' });
  const parcel = rawZip([{ name: 'honest', content: 'x' }, ...entries]);
  await expect(unpack(parcel, join(folder.path, 'in', 'target'))).rejects.toMatchObject({ code, fault: 'theirs' });
  expect((await everythingIn(folder.path)).filter((line) => line !== 'in/')).toEqual(['sentinel - ']);
});

test('a parcel is unpacked into an empty folder alone, for there a link could lie in wait', async () => {
  await using folder = await folderWith({ 'target/a': 'x' });
  const { bytes } = await parcelWith({ b: 'x' });
  await expect(unpack(bytes, join(folder.path, 'target'))).rejects.toThrow('is not empty');
  expect(await everythingIn(folder.path)).toEqual(['target/', 'target/a - 78']);
});
