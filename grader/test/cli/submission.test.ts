import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inferred, openSubmission, toldApart } from '../../src/cli/submission.ts';
import { parcelOf } from '../../src/ingest/parcel.ts';
import { temporaryFolder } from './seeka.ts';

test.each<[Record<string, string>, string]>([
  [{ 'package.json': '{"name": "@seeka/lab-01-address"}' }, 'the name of a starter'],
  [{ 'package.json': '{"name": "@seeka/address"}' }, 'the name of a solution'],
  [{ 'package.json': '{"name": "lab-01-address"}' }, 'the name without a scope'],
  [{ 'package.json': '{"name": "mine", "seeka": {"lab": "01-address"}}' }, 'the field seeka.lab'],
  [{ 'lab.yaml': 'lab: 01-address\n' }, 'lab.yaml'],
])('%j tells the lab by %s', async (files) => {
  await using folder = await temporaryFolder(files);
  expect(inferred(folder.path)).toBe('01-address');
});

test.each(['01-address', 'address'])('a folder named %s tells the lab by its name', async (name) => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, name);
  await mkdir(path);
  expect(inferred(path)).toBe('01-address');
});

test.each<[Record<string, string>]>([
  [{}],
  [{ 'package.json': 'not JSON' }],
  [{ 'package.json': 'null' }],
  [{ 'package.json': '{"name": ["@seeka/address"], "seeka": {"lab": 1}}' }],
])('%j tells no lab', async (files) => {
  await using folder = await temporaryFolder(files);
  expect(inferred(folder.path)).toBeUndefined();
});

test('a lab.yaml that is endless, huge, or no file tells no lab', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'lab.yaml');
  const ways = [
    () => writeFile(file, `lab: 01-address\n${'#'.repeat(64 * 1024)}`),
    () => writeFile(file, `{ ${Array.from({ length: 8_000 }, (_, at) => `k${at}`).join(', ')} }`),
    () => symlink('/dev/zero', file),
    () => execFileSync('mkfifo', [file]),
  ];
  for (const make of ways) {
    await make();
    expect(inferred(folder.path)).toBeUndefined();
    await rm(file);
  }
});

test('a zip is a folder while it is graded, and nothing afterwards', async () => {
  await using folder = await temporaryFolder({ 'package.json': '{"name": "@seeka/address"}' });
  const zip = join(folder.path, 'mine.zip');
  await writeFile(zip, (await parcelOf(folder.path)).bytes);
  const opened = await openSubmission(zip, await toldApart(zip), { signal: AbortSignal.timeout(60_000) });
  const { submission, origin, notes } = opened;
  expect({ lab: submission.lab, origin, notes }).toEqual({ lab: '01-address', origin: zip, notes: [] });
  if (submission.kind !== 'folder') throw new Error('no folder');
  expect(await readdir(submission.folder)).toEqual(['package.json']);
  await opened[Symbol.asyncDispose]();
  expect(existsSync(submission.folder)).toBe(false);
});

test('a folder is graded where it lies, and left there', async () => {
  await using folder = await temporaryFolder({ 'package.json': '{"name": "@seeka/address"}' });
  const opened = await openSubmission(folder.path, await toldApart(folder.path), {
    signal: AbortSignal.timeout(60_000),
  });
  expect(opened.submission).toEqual({ kind: 'folder', lab: '01-address', folder: folder.path });
  await opened[Symbol.asyncDispose]();
  expect(await readdir(folder.path)).toEqual(['package.json']);
});
