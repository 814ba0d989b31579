import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ingest } from '../../src/ingest/ingest.ts';
import { repositoryAt } from '../../src/ingest/repository.ts';
import { type Source, sourceOf } from '../../src/ingest/source.ts';
import { folderWith } from './folders.ts';
import { rawZip } from './raw-zip.ts';
import { refusalOf } from './refusal.ts';

async function toldIn(base: string, text: string): Promise<string> {
  const source = await sourceOf(text, base);
  return `${source.kind} ${placeOf(source)}`.replace(base, '');
}

function placeOf(source: Source): string {
  if (source.kind === 'url') return source.url;
  if (source.kind === 'repository') return `${source.repository.url.href} ${source.repository.ref}`;
  return source.path;
}

const bare = { 'bare/HEAD': '', 'bare/objects/x': '', 'bare/refs/x': '' };

test.each([
  ['mine', 'folder /mine'],
  ['mine/', 'folder /mine'],
  ['./mine/../mine', 'folder /mine'],
  ['x.zip', 'zip /x.zip'],
  ['X.ZIP', 'zip /X.ZIP'],
  ['download', 'zip /download'],
  ['bare', 'repository file:///bare HEAD'],
  ['bare#v1', 'repository file:///bare v1'],
  ['git+https://git.example.org/ann/address#main', 'repository https://git.example.org/ann/address main'],
  ['https://git.example.org/ann/address.git', 'repository https://git.example.org/ann/address.git HEAD'],
  ['https://git.example.org/ann/address.git/#v1', 'repository https://git.example.org/ann/address.git/ v1'],
  ['https://github.com/ann/address', 'repository https://github.com/ann/address.git HEAD'],
  ['https://www.github.com/ann/address/#a/b', 'repository https://github.com/ann/address.git a/b'],
  ['https://github.com/ann/address.git', 'repository https://github.com/ann/address.git HEAD'],
  ['https://gitlab.com/class/2027/ann', 'repository https://gitlab.com/class/2027/ann.git HEAD'],
  ['https://GitHub.com/ann/address', 'repository https://github.com/ann/address.git HEAD'],
  ['https://git.example.org./x.git', 'repository https://git.example.org/x.git HEAD'],
  ['https://address.example.org', 'url https://address.example.org'],
  ['http://127.0.0.1:3000/', 'url http://127.0.0.1:3000/'],
])('%s is told apart as %s', async (text, expected) => {
  await using folder = await folderWith({
    'mine/a': '',
    'x.zip': '',
    'X.ZIP': '',
    download: rawZip([{ name: 'a' }]),
    ...bare,
  });
  expect(await toldIn(folder.path, text)).toBe(expected);
});

test.each([
  ['', 'bad source'],
  ['-x', 'bad source'],
  ['a\0b', 'bad source'],
  ['ftp://example.org/x', 'bad source'],
  ['https://', 'bad source'],
  ['notes.txt', 'bad source'],
  ['nowhere', 'not found'],
  ['nowhere.zip', 'not found'],
  ['mine#v1', 'not found'],
])('%j is refused: %s', async (text, code) => {
  await using folder = await folderWith({ 'notes.txt': 'x', 'mine/a': '' });
  expect(await refusalOf(text, { base: folder.path })).toMatchObject({ code });
});

test('a named pipe or a socket is no submission, and nobody waits for it', async () => {
  await using folder = await folderWith();
  execFileSync('mkfifo', [join(folder.path, 'pipe.zip')]);
  const server = createServer().listen(join(folder.path, 'socket.zip'));
  for (const text of ['pipe.zip', 'socket.zip']) {
    expect(await refusalOf(text, { base: folder.path })).toMatchObject({ code: 'bad source' });
  }
  server.close();
});

test('from a list’s folder, `..` and absolute paths lead on, for they are written in the list; links do not', async () => {
  await using folder = await folderWith({ 'class/mine/a': '', 'other/x.zip': '' });
  const base = join(folder.path, 'class');
  await symlink('../other', join(base, 'out'));
  await symlink('mine', join(base, 'in'));
  await symlink('../other/x.zip', join(base, 'x.zip'));
  for (const text of ['in', 'mine', '../other', '../other/x.zip', join(base, 'out'), join(base, 'x.zip')]) {
    await expect(sourceOf(text, base)).resolves.toMatchObject({ kind: expect.any(String) });
  }
  for (const text of ['out', 'out/x.zip', 'x.zip']) {
    expect(await refusalOf(text, { base })).toMatchObject({ code: 'leaves the folder', fault: 'theirs' });
  }
});

test('a list’s folder may itself be reached by a link', async () => {
  await using folder = await folderWith({ 'class/mine/a': '' });
  await symlink('class', join(folder.path, 'current'));
  const source = await sourceOf('mine', join(folder.path, 'current'));
  expect(source).toEqual({ kind: 'folder', path: join(folder.path, 'current', 'mine') });
});

test('a folder becomes a parcel with its path as origin; a URL stays one', async () => {
  await using folder = await folderWith();
  await mkdir(join(folder.path, 'mine'));
  await writeFile(join(folder.path, 'mine', 'a.js'), '');
  const ingested = await ingest('mine', { base: folder.path });
  expect(ingested).toMatchObject({ kind: 'parcel', origin: join(folder.path, 'mine'), parcel: { notes: [] } });
  const url = 'https://address.example.org';
  expect(await ingest(url)).toEqual({ kind: 'url', url });
});

test('who has given up already is told so', async () => {
  await expect(ingest('/', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
});

test('a ref may hold what branches may hold', () => {
  expect(repositoryAt('https://example.org/x.git#feature/%C3%BCml%C3%A4ut-1.2_3').ref).toBe('feature/ümläut-1.2_3');
  expect(repositoryAt('https://example.org/x.git#').ref).toBe('HEAD');
});
