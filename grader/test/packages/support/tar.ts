import { gzipSync } from 'node:zlib';

/** What an archive has under a path: text, or another kind of entry by its letter and where it links to. */
export type Entry = string | Buffer | { type: string; link: string };

/** A package as registries keep it: a gzipped tar archive. */
export function tarball(entries: Record<string, Entry>): Buffer {
  const blocks = Object.entries(entries).flatMap(([path, entry]) => blocksOf(path, entry));
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

function blocksOf(path: string, entry: Entry): Buffer[] {
  const isFile = typeof entry === 'string' || Buffer.isBuffer(entry);
  const content = isFile ? Buffer.from(entry) : Buffer.alloc(0);
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write('0000755\0', 100);
  for (const at of [108, 116]) header.write('0000000\0', at);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(isFile ? '0' : entry.type, 156);
  if (!isFile) header.write(entry.link, 157);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}
