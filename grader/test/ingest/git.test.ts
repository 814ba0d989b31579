import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type IngestOptions, ingest } from '../../src/ingest/ingest.ts';
import { parcelOf } from '../../src/ingest/parcel.ts';
import { requires } from '../support/requires.ts';
import { folderWith, leftBehind } from './folders.ts';
import { bareRepository, certificate, gitOver, httpsServer } from './repositories.ts';

const needsGit = requires('git');
const allow = { localRepositories: true, privateAddresses: true };

async function parcelFrom(source: string, options: IngestOptions = {}) {
  const ingested = await ingest(source, { allow, ...options });
  if (ingested.kind !== 'parcel') throw new Error('no parcel');
  expect(await leftBehind()).toEqual([]);
  return ingested;
}

async function digestOf(files: Record<string, string>): Promise<string> {
  await using folder = await folderWith(files);
  return (await parcelOf(folder.path)).digest;
}

beforeEach(() => {
  process.env.GIT_SSL_CAINFO = certificate;
});
afterEach(() => {
  delete process.env.GIT_SSL_CAINFO;
});

needsGit('a branch, a tag, an annotated tag and a commit are found, and the origin names the commit', async () => {
  await using repository = await bareRepository({ 'a.js': 'first' });
  const first = repository.git(['rev-parse', 'HEAD']);
  repository.git(['tag', 'light']);
  repository.git(['tag', '-a', 'heavy', '-m', 'heavy']);
  repository.git(['branch', 'feature/ümlaut#1']);
  repository.git(['update-index', '--force-remove', 'a.js']);
  repository.git(['commit', '--quiet', '-m', 'second']);
  const url = `file://${repository.path}`;
  for (const ref of ['light', 'heavy', 'refs/tags/light', 'feature/ümlaut#1', first]) {
    const { origin, parcel } = await parcelFrom(`${url}#${ref}`);
    expect(origin).toBe(`${url}#${first}`);
    expect(parcel.digest).toBe(await digestOf({ 'a.js': 'first' }));
  }
  const head = await parcelFrom(url);
  expect(head.origin).toBe(`${url}#${repository.git(['rev-parse', 'HEAD'])}`);
  expect(head.parcel.digest).toBe(await digestOf({}));
});

needsGit('the path of a bare repository names it too, relative to the base, with # and a ref', async () => {
  await using repository = await bareRepository({ 'a.js': 'first' });
  const expected = await digestOf({ 'a.js': 'first' });
  for (const source of ['work.git', 'work.git#main', './work.git#main', repository.path, `${repository.path}#main`]) {
    expect((await parcelFrom(source, { base: repository.folder })).parcel.digest).toBe(expected);
  }
});

needsGit('over https a branch and a commit are cloned at depth 1', async () => {
  await using repository = await bareRepository({ 'a.js': 'first' });
  await using forge = await httpsServer(gitOver(repository.folder));
  const first = repository.git(['rev-parse', 'HEAD']);
  for (const source of ['work.git', 'work.git#main', `work.git#${first}`]) {
    const { origin, parcel } = await parcelFrom(`https://127.0.0.1:${forge.port}/${source}`);
    expect(origin).toBe(`https://127.0.0.1:${forge.port}/work.git#${first}`);
    expect(parcel.digest).toBe(await digestOf({ 'a.js': 'first' }));
  }
  const again = await parcelFrom(`git+https://127.0.0.1:${forge.port}/work.git`);
  expect(again.parcel.digest).toBe(await digestOf({ 'a.js': 'first' }));
});

needsGit('the addresses that were checked are those that git connects to, whatever the name means later', async () => {
  await using repository = await bareRepository({ 'a.js': 'first' });
  await using forge = await httpsServer(gitOver(repository.folder));
  const lookups: string[] = [];
  const lookup = async (host: string) => {
    lookups.push(host);
    return ['127.0.0.1'];
  };
  // Nobody but `lookup` knows this name: had git looked it up, it would have failed.
  await parcelFrom(`https://git.example.test:${forge.port}/work.git`, { lookup });
  expect(lookups).toEqual(['git.example.test']);
  expect(new Set(forge.asked.map((path) => path.split('/', 1)[0]))).toEqual(new Set(['git.example.test']));
});

needsGit(
  'executable files, links inside and odd names come as they are; links out are left out and named',
  async () => {
    await using repository = await bareRepository();
    await using work = await folderWith({ 'run.sh': '#!/bin/sh', 'src/naïve file\t.js': 'x', 'line\nbreak': 'x' });
    await chmod(join(work.path, 'run.sh'), 0o755);
    await symlink('src', join(work.path, 'inside'));
    await symlink('/etc/passwd', join(work.path, 'secret'));
    repository.git([`--work-tree=${work.path}`, 'add', '--all']);
    repository.git(['commit', '--quiet', '-m', 'work']);
    const { parcel } = await parcelFrom(repository.path);
    const expected = await parcelOf(work.path);
    expect(parcel.digest).toBe(expected.digest);
    expect(parcel.notes).toEqual(['Left out secret: it links to a place outside the folder.']);
  },
);

needsGit('a node_modules that was committed is not written, and does not count', async () => {
  const modules = Array.from({ length: 50 }, (_, n) => [`node_modules/m${n}/index.js`, 'x'.repeat(50_000)]);
  await using repository = await bareRepository({ 'a.js': 'x', ...Object.fromEntries(modules) });
  const limits = { files: 10, inflatedMegabytes: 1 };
  expect((await parcelFrom(repository.path, { limits })).parcel.digest).toBe(await digestOf({ 'a.js': 'x' }));
});
