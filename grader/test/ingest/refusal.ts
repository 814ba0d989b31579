import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IngestError } from '../../src/ingest/errors.ts';
import { type IngestOptions, ingest } from '../../src/ingest/ingest.ts';
import { defaultIngestLimits, type IngestLimits } from '../../src/ingest/limits.ts';
import { unzip } from '../../src/ingest/zip.ts';
import { folderWith, leftBehind } from './folders.ts';

/** How a source is refused, with nothing left behind. */
export async function refusalOf(source: string, options: IngestOptions = {}): Promise<IngestError> {
  const error = await ingest(source, options).then(
    (ingested) => {
      throw new Error(`It was taken in: ${JSON.stringify(ingested).slice(0, 200)}`);
    },
    (reason: IngestError) => reason,
  );
  expect(error).toMatchObject({ name: 'IngestError', advice: expect.stringMatching(/^[A-Z].*\.$/s) });
  expect(await leftBehind()).toEqual([]);
  return error;
}

/** How a zip is refused as a submission; unpacked deep in a folder, it leaves nothing there, or above. */
export async function refusalOfZip(bytes: Buffer, limits: Partial<IngestLimits> = {}): Promise<IngestError> {
  await using folder = await folderWith({ 'submission.zip': bytes, 'deep/deeper/target/x': '' });
  const target = join(folder.path, 'deep', 'deeper', 'unpacked');
  await expect(unzip(bytes, target, { ...defaultIngestLimits, ...limits })).rejects.toMatchObject({
    name: 'IngestError',
  });
  const error = await refusalOf(join(folder.path, 'submission.zip'), { limits });
  expect((await readdir(folder.path, { recursive: true })).sort()).toEqual([
    'deep',
    'deep/deeper',
    'deep/deeper/target',
    'deep/deeper/target/x',
    'submission.zip',
  ]);
  return error;
}
