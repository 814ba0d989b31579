import { join } from 'node:path';
import { ingest } from '../../src/ingest/ingest.ts';
import { unpack } from '../../src/ingest/parcel.ts';
import { everythingIn, folderWith, leftBehind } from './folders.ts';
import { type RawEntry, rawZip } from './raw-zip.ts';

/** What a zip is as a submission: its files, and what was left out. */
async function unpacked(bytes: Buffer): Promise<{ files: string[]; notes: string[] }> {
  await using folder = await folderWith({ 'handed-in.zip': bytes });
  const ingested = await ingest('handed-in.zip', { base: folder.path });
  if (ingested.kind !== 'parcel') throw new Error('no parcel');
  expect(ingested.origin).toBe(join(folder.path, 'handed-in.zip'));
  const target = join(folder.path, 'target');
  await unpack(ingested.parcel.bytes, target);
  expect(await leftBehind()).toEqual([]);
  return { files: (await everythingIn(target)).map((line) => line.replace(/ 61$/, '')), notes: ingested.parcel.notes };
}

function filesOf(...names: string[]): RawEntry[] {
  return names.map((name) => ({ name, content: name.endsWith('/') ? '' : 'a' }));
}

test('the folder around everything is left away, once', async () => {
  const { files } = await unpacked(rawZip(filesOf('mine/', 'mine/src/', 'mine/src/a.js')));
  expect(files).toEqual(['src/', 'src/a.js -']);
});

test.each([
  [
    ['package.json', 'src/a.js'],
    ['package.json -', 'src/', 'src/a.js -'],
  ],
  [
    ['one/a.js', 'two/a.js'],
    ['one/', 'one/a.js -', 'two/', 'two/a.js -'],
  ],
  [['alone.js'], ['alone.js -']],
])('%j has no folder around everything', async (names, expected) => {
  expect((await unpacked(rawZip(filesOf(...names)))).files).toEqual(expected);
});

test('what macOS adds, node_modules, .git and .seeka are left out, and do not count', async () => {
  const modules = Array.from({ length: 6_000 }, (_, n) => ({ name: `mine/node_modules/m${n}/index.js` }));
  const others = filesOf('mine/a.js', '__MACOSX/mine/._a.js', 'mine/.DS_Store', 'mine/.git/config', 'mine/.seeka/x');
  expect(await unpacked(rawZip([...others, ...modules]))).toEqual({ files: ['a.js -'], notes: [] });
});

test('of the modes only the executable bit counts', async () => {
  const modes = [0o100777, 0o104711, 0o100600, 0o100000, 0].map((mode, n) => ({ name: `f${n}`, content: 'a', mode }));
  expect((await unpacked(rawZip(modes))).files).toEqual(['f0 x', 'f1 x', 'f2 -', 'f3 -', 'f4 -']);
});

test('of many that are left out the first are named, and the others counted', async () => {
  const links = Array.from({ length: 4_900 }, (_, n) => ({
    name: `l${1_000 + n}`,
    content: '/etc/passwd',
    mode: 0o120777,
  }));
  const { notes } = await unpacked(rawZip([...filesOf('a'), ...links]));
  expect(notes).toHaveLength(21);
  expect(notes.slice(-2)).toEqual(['Left out l1019: it links to a place outside the folder.', 'And 4880 more.']);
});

test('a link inside stays, one that leads out is left out and named', async () => {
  const links = { 'in/up': '../a', abs: '/etc/passwd', out: '..', 'in/far': '../../b', nul: 'a\0b' };
  const entries = Object.entries(links).map(([name, content]) => ({ name, content, mode: 0o120777 }));
  const { files, notes } = await unpacked(rawZip([...filesOf('a'), ...entries]));
  expect(files).toEqual(['a -', 'in/', 'in/up -> ../a']);
  expect(notes).toEqual(
    ['abs', 'in/far', 'nul', 'out'].map((n) => `Left out ${n}: it links to a place outside the folder.`),
  );
});

test.each([
  ['a block device', 0o060666],
  ['a character device', 0o020666],
  ['a named pipe', 0o010666],
  ['a socket', 0o140666],
])('%s is left out and named', async (_what, mode) => {
  const { files, notes } = await unpacked(rawZip([...filesOf('a', 'b/c'), { name: 'odd', mode }]));
  expect(files).toEqual(['a -', 'b/', 'b/c -']);
  expect(notes).toEqual(['Left out odd: it is neither a file nor a folder.']);
});

test('a zip in a zip is a file', async () => {
  const { files } = await unpacked(rawZip([...filesOf('a'), { name: 'inner.zip', content: rawZip(filesOf('../b')) }]));
  expect(files).toEqual(['a -', expect.stringMatching(/^inner\.zip - 504b0304/)]);
});

test('backslashes separate, as Compress-Archive of Windows PowerShell 5 has it', async () => {
  expect((await unpacked(rawZip(filesOf('mine\\a.js', 'mine\\src\\b.js')))).files).toEqual([
    'a.js -',
    'src/',
    'src/b.js -',
  ]);
});

test('a zip with nothing in it is an empty folder', async () => {
  expect(await unpacked(rawZip([]))).toEqual({ files: [], notes: [] });
});

/** Made by `zip -ry` of Info-ZIP 3.0. */
const byInfoZip = [
  'UEsDBAoAAAAAAI2Iel0AAAAAAAAAAAAAAAAFAAAAbWluZS9QSwMECgAAAAAAjYh6XUO+t+gBAAAAAQAAAA4AAABtaW5lL25hw692',
  'ZS5tZGFQSwMECgAAAAAAjYh6XQAAAAAAAAAAAAAAAAkAAABtaW5lL3NyYy9QSwMECgAAAAAAjYh6XUO+t+gBAAAAAQAAAA0AAABt',
  'aW5lL3NyYy9hLmpzYVBLAwQKAAAAAACNiHpdHhWsFggAAAAIAAAACQAAAG1pbmUvbGlua3NyYy9hLmpzUEsBAh4DCgAAAAAAjYh6',
  'XQAAAAAAAAAAAAAAAAUAAAAAAAAAAAAQAO1BAAAAAG1pbmUvUEsBAh4DCgAAAAAAjYh6XUO+t+gBAAAAAQAAAA4AAAAAAAAAAQAA',
  'AKSBIwAAAG1pbmUvbmHDr3ZlLm1kUEsBAh4DCgAAAAAAjYh6XQAAAAAAAAAAAAAAAAkAAAAAAAAAAAAQAO1BUAAAAG1pbmUvc3Jj',
  'L1BLAQIeAwoAAAAAAI2Iel1DvrfoAQAAAAEAAAANAAAAAAAAAAEAAADtgXcAAABtaW5lL3NyYy9hLmpzUEsBAh4DCgAAAAAAjYh6',
  'XR4VrBYIAAAACAAAAAkAAAAAAAAAAAAAAP+howAAAG1pbmUvbGlua1BLBQYAAAAABQAFABgBAADSAAAAAAA=',
].join('');

test('a zip that Info-ZIP has made, links kept and names in UTF-8, is taken in', async () => {
  const { files } = await unpacked(Buffer.from(byInfoZip, 'base64'));
  expect(files).toEqual(['link -> src/a.js', 'naïve.md -', 'src/', 'src/a.js x']);
});
