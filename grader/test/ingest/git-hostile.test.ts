import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type IngestOptions, ingest } from '../../src/ingest/ingest.ts';
import { parcelOf } from '../../src/ingest/parcel.ts';
import { requires } from '../support/requires.ts';
import { folderWith, leftBehind } from './folders.ts';
import { refusalOf } from './refusal.ts';
import { bareRepository, rawTree } from './repositories.ts';

const needsGit = requires('git');
const allow = { localRepositories: true };
const MEGABYTE = 2 ** 20;

async function parcelFrom(source: string, options: IngestOptions = {}) {
  const ingested = await ingest(source, { allow, ...options });
  if (ingested.kind !== 'parcel') throw new Error('no parcel');
  expect(await leftBehind()).toEqual([]);
  return ingested.parcel;
}

/** A home with settings that would have git run a script: hooks, filters, LFS, a credential helper, a template. */
async function homeOfTraps() {
  const home = await folderWith({ 'hooks/post-checkout': '', 'template/hooks/post-checkout': '', 'run.sh': '' });
  const sprung = join(home.path, 'sprung');
  for (const name of ['hooks/post-checkout', 'template/hooks/post-checkout', 'run.sh']) {
    await writeFile(join(home.path, name), `#!/bin/sh\necho ${name} >> ${sprung}\ncat\n`);
    await chmod(join(home.path, name), 0o755);
  }
  const run = join(home.path, 'run.sh');
  const config = `
    [core]\n hooksPath = ${home.path}/hooks\n fsmonitor = ${run}\n attributesFile = ${home.path}/attributes
    [init]\n templateDir = ${home.path}/template
    [filter "lfs"]\n smudge = ${run}\n process = ${run}\n required = true
    [filter "evil"]\n smudge = ${run}\n clean = ${run}\n required = true
    [credential]\n helper = ${run}`;
  await writeFile(join(home.path, '.gitconfig'), config);
  return { ...home, sprung };
}

needsGit('no hook, filter, LFS or setting of this machine is run', async () => {
  const files = {
    '.gitattributes': '*.js filter=evil\n*.bin filter=lfs diff=lfs merge=lfs -text\n',
    'a.js': 'x',
    'large.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
  };
  await using repository = await bareRepository(files);
  await using home = await homeOfTraps();
  const { HOME, GIT_TEMPLATE_DIR, GIT_CONFIG_GLOBAL } = process.env;
  const traps = {
    HOME: home.path,
    GIT_TEMPLATE_DIR: join(home.path, 'template'),
    GIT_CONFIG_GLOBAL: join(home.path, '.gitconfig'),
  };
  Object.assign(process.env, traps);
  try {
    const { digest } = await parcelFrom(repository.path);
    await using folder = await folderWith(files);
    expect(digest).toBe((await parcelOf(folder.path)).digest);
    expect(existsSync(home.sprung)).toBe(false);
    // The traps do work: whoever clones in the usual way steps into them.
    const usual = ['clone', '--quiet', repository.path, join(home.path, 'usual')];
    await promisify(execFile)('git', usual, { env: process.env }).catch(String);
    expect(existsSync(home.sprung)).toBe(true);
  } finally {
    for (const [name, value] of Object.entries({ HOME, GIT_TEMPLATE_DIR, GIT_CONFIG_GLOBAL })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});

needsGit('a submodule is not fetched, but named', async () => {
  await using other = await bareRepository({ 'b.js': 'x' });
  const url = `[submodule "lib"]\n path = lib\n url = ${other.path}\n update = !touch ${other.folder}/sprung\n`;
  await using repository = await bareRepository({ 'a.js': 'x' });
  await writeFile(join(repository.folder, '.gitmodules'), url.replace(/ update.*\n/, ''));
  repository.git(['update-index', '--add', '--cacheinfo', `160000,${other.git(['rev-parse', 'HEAD'])},lib`]);
  repository.git(['add', '.gitmodules']);
  repository.git(['commit', '--quiet', '-m', 'work']);
  const { notes } = await parcelFrom(repository.path);
  expect(notes).toEqual(['Left out lib: it is a submodule.']);
  await writeFile(join(repository.folder, '.gitmodules'), url);
  repository.git(['add', '.gitmodules']);
  repository.git(['commit', '--quiet', '-m', 'with a command']);
  expect(await refusalOf(repository.path, { allow })).toMatchObject({ code: 'damaged repository', fault: 'theirs' });
  expect(existsSync(join(other.folder, 'sprung'))).toBe(false);
});

const SLIPPED = `seeka-slipped-${process.pid}`;

describe.each([
  ['.git', '40000'],
  ['.GIT', '40000'],
  ['git~1', '40000'],
  ['..', '40000'],
  ['.', '40000'],
  [`../../${SLIPPED}`, '100644'],
  [`/tmp/${SLIPPED}`, '100644'],
])('a tree with the entry %s', (name, mode) => {
  needsGit('is refused, and nothing is written', async () => {
    await using repository = await bareRepository({ 'a.js': 'x' });
    const blob = repository.git(['hash-object', '-w', '--stdin'], 'slipped');
    const inner = rawTree(repository.git, [{ mode: '100644', name: 'config', id: blob }]);
    const id = mode === '40000' ? inner : blob;
    repository.commitTree(rawTree(repository.git, [{ mode, name, id }]));
    expect(await refusalOf(repository.path, { allow })).toMatchObject({
      code: expect.stringMatching(/^(damaged repository|unsafe name)$/),
      fault: 'theirs',
    });
    expect(existsSync(join('/tmp', SLIPPED))).toBe(false);
  });
});

needsGit('a name that is a link and a folder at once is refused', async () => {
  await using repository = await bareRepository({ 'a.js': 'x' });
  const link = repository.git(['hash-object', '-w', '--stdin'], '/tmp');
  const blob = repository.git(['hash-object', '-w', '--stdin'], 'slipped');
  const inner = rawTree(repository.git, [{ mode: '100644', name: SLIPPED, id: blob }]);
  const entries = [
    { mode: '120000', name: 'out', id: link },
    { mode: '40000', name: 'out', id: inner },
  ];
  repository.commitTree(rawTree(repository.git, entries));
  const code = expect.stringMatching(/^(damaged repository|same name)$/);
  expect(await refusalOf(repository.path, { allow })).toMatchObject({ code, fault: 'theirs' });
  expect(existsSync(join('/tmp', SLIPPED))).toBe(false);
});

needsGit('names that differ in case alone are refused', async () => {
  await using repository = await bareRepository({ 'a.js': 'x', 'A.js': 'y' });
  expect(await refusalOf(repository.path, { allow })).toMatchObject({ code: 'same name', fault: 'theirs' });
});

needsGit('a few objects that describe ten billion files are refused', async () => {
  await using repository = await bareRepository({ 'a.js': 'x' });
  let id = repository.git(['hash-object', '-w', '--stdin'], 'x');
  for (let level = 0; level < 10; level += 1) {
    const mode = level === 0 ? '100644' : '40000';
    id = rawTree(
      repository.git,
      Array.from({ length: 10 }, (_, n) => ({ mode, name: `d${n}`, id })),
    );
  }
  repository.commitTree(id);
  const error = await refusalOf(repository.path, { allow });
  expect(error).toMatchObject({ code: 'too many files', fault: 'theirs' });
});

needsGit('a repository that sends too much is cut off', async () => {
  await using repository = await bareRepository({ 'noise.bin': randomBytes(3 * MEGABYTE) });
  const error = await refusalOf(repository.path, { allow, limits: { archiveMegabytes: 1 } });
  expect(error).toMatchObject({ code: 'too large', fault: 'theirs' });
});

needsGit('files that are small as sent and large as written are refused before they are written', async () => {
  await using repository = await bareRepository({ zeros: Buffer.alloc(51 * MEGABYTE) });
  const error = await refusalOf(repository.path, { allow });
  expect(error).toMatchObject({ code: 'too large', message: 'It holds more than 50 MB of files.' });
});

needsGit('too many files are refused', async () => {
  const files = Array.from({ length: 20 }, (_, n) => [`f${n}`, '']);
  await using repository = await bareRepository(Object.fromEntries(files));
  const error = await refusalOf(repository.path, { allow, limits: { files: 10 } });
  expect(error).toMatchObject({ code: 'too many files', fault: 'theirs' });
});
