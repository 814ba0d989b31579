import { chmod, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOfFolder, digestOfSubmission } from '../../src/evidence/digest.ts';
import { temporaryFolder } from '../cli/seeka.ts';

const files = { 'package.json': '{}', 'server.js': 'listen()', 'z.txt': 'z' };

test('two folders with the same files have the same digest, whatever their order, names and times', async () => {
  await using one = await temporaryFolder(files);
  await using other = await temporaryFolder(Object.fromEntries(Object.entries(files).toReversed()));
  const digest = await digestOfFolder(one.path);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await digestOfFolder(other.path)).toBe(digest);
});

const changes: [string, (folder: string) => Promise<unknown>][] = [
  ['a byte', (folder) => writeFile(join(folder, 'server.js'), 'listen!)')],
  ['a name', (folder) => rename(join(folder, 'server.js'), join(folder, 'serve.js'))],
  ['a mode', (folder) => chmod(join(folder, 'server.js'), 0o755)],
  ['a file more', (folder) => writeFile(join(folder, '.npmrc'), '')],
  ['a file less', (folder) => rm(join(folder, 'z.txt'))],
  [
    'a link for a file',
    async (folder) => {
      await rm(join(folder, 'z.txt'));
      await symlink('z', join(folder, 'z.txt'));
    },
  ],
  [
    'bytes that moved to the next file',
    async (folder) => {
      await writeFile(join(folder, 'server.js'), 'listen(');
      await writeFile(join(folder, 'z.txt'), ')z');
    },
  ],
];

test.each(changes)('%s changes the digest', async (_what, change) => {
  await using folder = await temporaryFolder(files);
  const before = await digestOfFolder(folder.path);
  await change(folder.path);
  expect(await digestOfFolder(folder.path)).not.toBe(before);
});

test('what is not deployed is not in the digest', async () => {
  await using folder = await temporaryFolder(files);
  const before = await digestOfFolder(folder.path);
  for (const name of ['node_modules', '.git', '.seeka']) {
    await mkdir(join(folder.path, name));
    await writeFile(join(folder.path, name, 'file'), 'any');
  }
  await symlink('/etc/passwd', join(folder.path, 'outside'));
  await chmod(join(folder.path, 'server.js'), 0o600);
  expect(await digestOfFolder(folder.path)).toBe(before);
});

test('a folder that is not there, or too large to be deployed, has no digest', async () => {
  await using folder = await temporaryFolder(files);
  await expect(digestOfFolder(join(folder.path, 'none'))).rejects.toMatchObject({ name: 'UnreadableSubmission' });
  await truncate(join(folder.path, 'z.txt'), 51 * 2 ** 20);
  await expect(digestOfFolder(folder.path)).rejects.toMatchObject({
    name: 'EvidenceError',
    message: expect.stringContaining('more than 50 MB'),
  });
});

test('a folder with names that not every system can tell apart has no digest', async () => {
  await using folder = await temporaryFolder({ 'a.js': '', 'A.js': '' });
  await expect(digestOfFolder(folder.path)).rejects.toMatchObject({
    name: 'EvidenceError',
    message: expect.stringMatching(/one name on systems that ignore case .* So it is not signed\. Rename one of them/),
  });
});

test('the digest of a URL is that of its origin', async () => {
  const of = (url: string) => digestOfSubmission({ kind: 'url', lab: 'any', url });
  expect(await of('https://example.org/')).toBe(await of('https://EXAMPLE.org:443'));
  expect(await of('https://example.org')).not.toBe(await of('http://example.org'));
});
