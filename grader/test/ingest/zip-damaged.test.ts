import { centralRecord, rawZip, rawZip64 } from './raw-zip.ts';
import { refusalOfZip } from './refusal.ts';

const MEGABYTE = 2 ** 20;
const honest = { name: 'package.json', content: '{"name": "@seeka/lab-01-address"}' };

/** A zip64 field for the sizes and the place of an entry. */
function zip64Field(...values: bigint[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(value, 4 + 8 * index);
  return field;
}

test.each<[string, Buffer]>([
  ['nothing', Buffer.of()],
  ['no zip', Buffer.from('<!doctype html><title>Sign in</title>')],
  ['zeros', Buffer.alloc(1_000)],
  ['the first half', rawZip([honest, honest]).subarray(0, 80)],
  ['all but the last byte', rawZip([honest]).subarray(0, -1)],
  ['one byte more', Buffer.concat([rawZip([honest]), Buffer.of(0)])],
  ['a wrong checksum', rawZip([{ ...honest, crc: 1 }])],
  ['a size that is too small', rawZip([{ ...honest, declaredBytes: 1 }])],
  ['a size that is too large', rawZip([{ ...honest, declaredBytes: 1_000 }])],
  ['a place beyond its end', rawZip([{ ...honest, at: 1_000_000 }])],
  ['a place in its midst', rawZip([{ ...honest, at: 7 }])],
  ['a method that nobody knows', rawZip([{ ...honest, method: 99 }])],
  ['a list longer than it says', rawZip([honest, { name: 'unseen' }], { count: 1 })],
  ['a list shorter than it says', rawZip([honest], { count: 2 })],
  ['an extra field without an end', rawZip([{ ...honest, extra: Buffer.of(1, 0, 255, 255) }])],
  ['zip64 sizes of 2^63', rawZip([{ ...honest, declaredBytes: 0xffffffff, extra: zip64Field(2n ** 63n) }])],
  ['a zip64 place of 2^63', rawZip([{ ...honest, at: 0xffffffff, extra: zip64Field(2n ** 63n) }])],
  ['zip64 sizes that are missing', rawZip([{ ...honest, declaredBytes: 0xffffffff, extra: zip64Field() }])],
  ['a zip64 count that is too high', rawZip64(centralRecord(honest), 50_000)],
])('a zip with %s is refused as damaged, which is not our fault', async (_what, bytes) => {
  expect(await refusalOfZip(bytes)).toMatchObject({ code: 'damaged zip', fault: 'theirs' });
});

test('a zip64 count of 2^53 is refused at once', async () => {
  const error = await refusalOfZip(rawZip64(centralRecord(honest), 2 ** 53));
  expect(error).toMatchObject({ code: 'too many files' });
});

test('deflated data that end early are refused', async () => {
  const bytes = rawZip([{ ...honest, content: 'x'.repeat(1_000) }]);
  bytes.fill(0xff, 30 + honest.name.length, 30 + honest.name.length + 4);
  expect(await refusalOfZip(bytes)).toMatchObject({ code: 'damaged zip' });
});

test('an archive over its limit is refused before it is read', async () => {
  const error = await refusalOfZip(Buffer.alloc(MEGABYTE + 1), { archiveMegabytes: 1 });
  expect(error).toMatchObject({ code: 'too large', message: 'The zip is larger than 1 MB.' });
});
