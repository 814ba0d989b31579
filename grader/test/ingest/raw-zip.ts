import { crc32, deflateRawSync } from 'node:zlib';

/** One entry, with whatever lies a test needs; by default it is honest. */
export interface RawEntry {
  name: string;
  content?: string | Buffer;
  method?: number;
  /** Unix mode with the type of file. */
  mode?: number;
  flags?: number;
  declaredBytes?: number;
  crc?: number;
  /** Where its local header is said to lie. */
  at?: number;
  extra?: Buffer;
}

const UTF8 = 0x800;
const UNIX = 3 << 8;

/** A zip written byte by byte, for libraries refuse to write the hostile ones. */
export function rawZip(entries: RawEntry[], { count = entries.length }: { count?: number } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { header, data, central } = pieces(entry, offset);
    parts.push(header, data);
    directory.push(central);
    offset += header.length + data.length;
  }
  return Buffer.concat([...parts, ...directory, end(Buffer.concat(directory).length, offset, count)]);
}

function pieces(entry: RawEntry, offset: number) {
  const { name, content = '', method = 8, mode = 0o100644, flags = 0, extra = Buffer.of() } = entry;
  const plain = Buffer.from(content);
  const data = method === 8 ? deflateRawSync(plain) : plain;
  const path = Buffer.from(name);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(flags | UTF8, 2);
  shared.writeUInt16LE(method, 4);
  shared.writeUInt32LE(entry.crc ?? crc32(plain), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(entry.declaredBytes ?? plain.length, 18);
  shared.writeUInt16LE(path.length, 22);
  const header = Buffer.concat([Buffer.from('PK\x03\x04'), shared, path]);
  shared.writeUInt16LE(extra.length, 24);
  const place = Buffer.alloc(14);
  place.writeUInt32LE((mode << 16) >>> 0, 6);
  place.writeUInt32LE(entry.at ?? offset, 10);
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(UNIX | 20);
  return { header, data, central: Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, shared, place, path, extra]) };
}

function end(directoryBytes: number, offset: number, count: number): Buffer {
  const record = Buffer.alloc(18);
  record.writeUInt16LE(count, 4);
  record.writeUInt16LE(count, 6);
  record.writeUInt32LE(directoryBytes, 8);
  record.writeUInt32LE(offset, 12);
  return Buffer.concat([Buffer.from('PK\x05\x06'), record]);
}

/** Ends with records of zip64 that claim so many entries; `directory` is one entry, repeated as often as wanted. */
export function rawZip64(directory: Buffer, count: number): Buffer {
  const record = Buffer.alloc(52);
  record.writeBigUInt64LE(44n, 0);
  record.writeBigUInt64LE(BigInt(count), 20);
  record.writeBigUInt64LE(BigInt(count), 28);
  record.writeBigUInt64LE(BigInt(directory.length), 36);
  const locator = Buffer.alloc(16);
  locator.writeBigUInt64LE(BigInt(directory.length), 4);
  return Buffer.concat([
    directory,
    Buffer.from('PK\x06\x06'),
    record,
    Buffer.from('PK\x06\x07'),
    locator,
    end(0xffffffff, 0xffffffff, 0xffff),
  ]);
}

/** What the list of a zip says of one entry. */
export function centralRecord(entry: RawEntry): Buffer {
  return pieces(entry, 0).central;
}
