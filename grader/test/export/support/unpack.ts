import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fromBufferPromise } from 'yauzl';

/** Writes a zip's files into a folder, with their permissions; resolves with their names. */
export async function unpack(zip: Buffer, folder: string): Promise<string[]> {
  const names: string[] = [];
  const archive = await fromBufferPromise(zip, { strictFileNames: true });
  for await (const entry of archive.eachEntry()) {
    const file = join(folder, entry.fileName);
    await mkdir(dirname(file), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(file, { mode }));
    names.push(entry.fileName);
  }
  return names;
}
