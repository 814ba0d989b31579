import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { centralRecord, rawZip, rawZip64 } from './raw-zip.ts';
import { refusalOfZip } from './refusal.ts';

const MEGABYTE = 2 ** 20;
const honest = { name: 'package.json', content: '{}' };

const SLIPPED = `seeka-slipped-${process.pid}`;

test.each([
  `../${SLIPPED}`,
  `a/../../${SLIPPED}`,
  `${'../'.repeat(20)}${tmpdir().slice(1)}/${SLIPPED}`,
  `..\\..\\${SLIPPED}`,
  `a\\..\\..\\${SLIPPED}`,
  `${tmpdir()}/${SLIPPED}`,
  `\\\\host\\share\\${SLIPPED}`,
  `C:\\${SLIPPED}`,
  `C:${SLIPPED}`,
  `${SLIPPED}\0.js`,
  `./${SLIPPED}`,
  `a//${SLIPPED}`,
  '..',
  '',
])('a file named %j is refused, and nothing is written', async (name) => {
  const error = await refusalOfZip(rawZip([honest, { name, content: 'slipped' }]));
  expect(error).toMatchObject({ code: 'unsafe name', fault: 'theirs' });
  expect(existsSync(join(tmpdir(), SLIPPED))).toBe(false);
});

test.each([
  ['a name of 256 bytes', `${'n'.repeat(256)}`],
  ['a path of 1,000 bytes', 'ten-bytes/'.repeat(100).concat('x')],
  ['a path of 65,535 bytes', 'a/'.repeat(32_767).concat('x')],
])('%s is refused', async (_what, name) => {
  expect(await refusalOfZip(rawZip([honest, { name }]))).toMatchObject({ code: 'unsafe name' });
});

test.each([
  ['twice', 'src/a.js', 'src/a.js'],
  ['in another case', 'src/a.js', 'src/A.js'],
  ['in a folder of another case', 'src/a.js', 'SRC/b.js'],
  ['with its accent apart', 'caf\u00e9.js', 'cafe\u0301.js'],
  ['with ß as SS', 'straße.js', 'STRASSE.js'],
  ['as a file and as a folder', 'src', 'src/a.js'],
])('a name that is there %s is refused', async (_how, one, other) => {
  const error = await refusalOfZip(rawZip([honest, { name: one }, { name: other }]));
  expect(error).toMatchObject({ code: 'same name', fault: 'theirs' });
});

test('a link and a file below it are refused, so nothing is written through the link', async () => {
  const link = { name: 'out', content: tmpdir(), mode: 0o120777 };
  const error = await refusalOfZip(rawZip([honest, link, { name: `out/${SLIPPED}`, content: 'slipped' }]));
  expect(error).toMatchObject({ code: 'same name' });
  expect(existsSync(join(tmpdir(), SLIPPED))).toBe(false);
});

test('a bomb of one file is refused after what the limit allows, whatever it declares', async () => {
  const bomb = Buffer.alloc(6 * MEGABYTE);
  for (const declaredBytes of [bomb.length, 10, 0xfffffff0]) {
    const zip = rawZip([honest, { name: 'zeros', content: bomb, declaredBytes }]);
    const error = await refusalOfZip(zip, { inflatedMegabytes: 5 });
    expect(error).toMatchObject({ code: 'too large', message: 'It holds more than 5 MB of files.' });
  }
});

test('by default 50 MB are the limit', async () => {
  const error = await refusalOfZip(rawZip([{ name: 'zeros', content: Buffer.alloc(51 * MEGABYTE) }]));
  expect(error).toMatchObject({ code: 'too large', message: 'It holds more than 50 MB of files.' });
});

test('a bomb of many small files is refused by their sum', async () => {
  const files = Array.from({ length: 12 }, (_, n) => ({ name: `zeros-${n}`, content: Buffer.alloc(MEGABYTE) }));
  expect(await refusalOfZip(rawZip(files), { inflatedMegabytes: 10, ratio: 10_000 })).toMatchObject({
    code: 'too large',
  });
});

test('what inflates a hundredfold is refused from 10 MB on', async () => {
  const error = await refusalOfZip(rawZip([honest, { name: 'zeros', content: Buffer.alloc(12 * MEGABYTE) }]));
  expect(error).toMatchObject({ code: 'zip bomb', message: expect.stringContaining('more than 100 times its size') });
});

test('files that share their data are refused', async () => {
  const files = ['a', 'b', 'c'].map((name) => ({ name, content: 'shared', at: 0 }));
  const error = await refusalOfZip(rawZip(files));
  expect(error).toMatchObject({ code: 'damaged zip', message: 'The zip is damaged: "a" and "b" overlap.' });
});

test('a file whose data contain another file is refused', async () => {
  const inner = rawZip([{ name: 'a', content: 'a' }]);
  const files = [
    { name: 'outer', content: inner, method: 0 },
    { name: 'a', content: 'a', at: 30 + 'outer'.length },
  ];
  expect(await refusalOfZip(rawZip(files))).toMatchObject({ code: 'damaged zip' });
});

test('a million entries are refused before any is read', async () => {
  const record = centralRecord({ name: 'a' });
  const error = await refusalOfZip(rawZip64(Buffer.alloc(record.length * 1_000_000, record), 1_000_000));
  expect(error).toMatchObject({ code: 'too many files', message: 'It lists more than 100,000 files.' });
});

test('more files than a submission has are refused, folders that no entry names included', async () => {
  const flat = Array.from({ length: 5_001 }, (_, n) => ({ name: `file-${n}` }));
  expect(await refusalOfZip(rawZip(flat))).toMatchObject({ code: 'too many files' });
  const deep = Array.from({ length: 20 }, (_, n) => ({ name: `${n}/`.repeat(200).concat('x') }));
  expect(await refusalOfZip(rawZip(deep), { files: 3_000 })).toMatchObject({ code: 'too many files' });
});

test.each([
  ['with a password', 1],
  ['with strong encryption', 0x41],
])('a zip encrypted %s is refused, and it says to pack without', async (_how, flags) => {
  const error = await refusalOfZip(rawZip([{ ...honest, flags }]));
  expect(error).toMatchObject({ code: 'encrypted zip', advice: expect.stringContaining('without a password') });
});
