import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requires } from '../support/requires.ts';
import { folderWith } from './folders.ts';
import { refusalOf } from './refusal.ts';
import { bareRepository } from './repositories.ts';

/** Git's place is taken by a script that notes that it was called. */
async function withoutGit<T>(body: (calls: () => Promise<string[]>) => Promise<T>, says = ''): Promise<T> {
  await using folder = await folderWith({ 'bin/git': '' });
  const called = join(folder.path, 'called');
  await writeFile(join(folder.path, 'bin', 'git'), `#!/bin/sh\necho "$@" >> ${called}\necho "${says}"\nexit 1\n`);
  await chmod(join(folder.path, 'bin', 'git'), 0o755);
  const { PATH } = process.env;
  process.env.PATH = `${join(folder.path, 'bin')}:${PATH}`;
  try {
    return await body(async () => (await readFile(called, 'utf8').catch(() => '')).split('\n').filter(Boolean));
  } finally {
    process.env.PATH = PATH;
  }
}

test.each([
  'ext::sh -c touch% /tmp/seeka-slipped',
  'git+ext::sh -c touch% /tmp/seeka-slipped',
  'fd::17/x',
  'transport::https://example.org/x.git',
  '-u./payload',
  '--upload-pack=touch /tmp/seeka-slipped',
  'git+--upload-pack=touch /tmp/seeka-slipped',
  'ssh://-oProxyCommand=touch%20x/y.git',
  'git+ssh://git@example.org/x.git',
  'git@github.com:ann/address',
  'git://example.org/x.git',
  'git+http://example.org/x.git',
  'http://example.org/x.git',
  'http://github.com/ann/address',
  'file://example.org/x.git',
  'git+https://',
  'git+work.git',
  'https://ann:secret@example.org/x.git',
  'https://token@github.com/ann/address',
  'https://+example.org/x.git',
  'https://-example.org/x.git',
  'https://github.com/ann',
  'https://github.com/ann/address/tree/main',
  'https://gitlab.com/ann/address/-/tree/main',
  'https://example.org/x.git#-x',
  'https://example.org/x.git#--upload-pack=touch',
  'https://example.org/x.git#main:refs/heads/other',
  'https://example.org/x.git#+main',
  'https://example.org/x.git#refs/*',
  'https://example.org/x.git#main..other',
  'https://example.org/x.git#main@{1}',
  'https://example.org/x.git#^main',
  'https://example.org/x.git#main%0Aother',
  'https://example.org/x.git#main other',
])('%s is refused before git is started', async (source) => {
  await withoutGit(async (calls) => {
    const error = await refusalOf(source, { allow: { localRepositories: true, privateAddresses: true } });
    expect(error).toMatchObject({ code: 'bad source', fault: 'theirs' });
    expect(error.message).not.toContain('secret');
    expect(await calls()).toEqual([]);
  });
});

test('what is not refused does start git', async () => {
  await withoutGit(async (calls) => {
    await refusalOf('file:///x.git', { allow: { localRepositories: true } });
    expect(await calls()).toHaveLength(1);
  });
});

test.each([
  'https://127.0.0.1/x.git',
  'https://127.1/x.git',
  'https://0x7f000001/x.git',
  'https://2130706433/x.git',
  'https://0/x.git',
  'https://localhost/x.git',
  'https://localhost./x.git',
  'https://[::1]/x.git',
  'https://[::]/x.git',
  'https://[::ffff:127.0.0.1]/x.git',
  'https://[64:ff9b::7f00:1]/x.git',
  'https://[2002:7f00:1::]/x.git',
  'https://[fe80::1]/x.git',
  'https://[fd00::1]/x.git',
  'https://169.254.169.254/latest.git',
  'https://168.63.129.16/x.git',
  'https://[4000::1]/x.git',
  'https://[::7f00:1]/x.git',
  'https://10.0.0.1/x.git',
  'https://172.16.0.1:8443/x.git',
  'https://192.168.1.1/x.git',
  'https://100.64.0.1/x.git',
  'https://224.0.0.1/x.git',
  'https://255.255.255.255/x.git',
])('%s is no public address, and refused before git is started', async (source) => {
  await withoutGit(async (calls) => {
    expect(await refusalOf(source)).toMatchObject({ code: 'private address', fault: 'theirs' });
    expect(await calls()).toEqual([]);
  });
});

test.each([[['127.0.0.1']], [['93.184.215.14', '10.0.0.1']], [['fe80::1%eth0']], [['no address']]])(
  'a name with the addresses %j is refused',
  async (addresses) => {
    await withoutGit(async (calls) => {
      const error = await refusalOf('https://git.example.test/x.git', { lookup: async () => addresses });
      expect(error).toMatchObject({ code: 'private address' });
      expect(await calls()).toEqual([]);
    });
  },
);

test.each([
  ['git version 2.34.1', 1],
  ['git version 1.99.0', 1],
  ['git version 2.37.0', 2],
  ['git version 2.50.1 (Apple Git-155)', 2],
  ['git version 3.0.0', 2],
])('%s is trusted to pin addresses, or asked no more than its version', async (version, expected) => {
  await withoutGit(async (calls) => {
    const error = await refusalOf('https://git.example.test/x.git', { lookup: async () => ['93.184.215.14'] });
    expect(error).toMatchObject({ code: expected === 1 ? 'no git' : 'git failed', fault: 'ours' });
    expect(await calls()).toHaveLength(expected);
  }, version);
});

test.each([
  ['ENOTFOUND', 'no such host', 'ours'],
  ['EAI_AGAIN', 'network', 'ours'],
  ['ESERVFAIL', 'network', 'ours'],
])('a name whose lookup ends in %s is %s: %s', async (code, expected, fault) => {
  const lookup = () => Promise.reject(Object.assign(new Error(code), { code }));
  const error = await refusalOf('https://git.example.test/x.git', { lookup });
  expect(error).toMatchObject({ code: expected, fault });
});

requires('git')('a repository of this machine is refused unless that is allowed', async () => {
  await using repository = await bareRepository({ 'a.js': 'x' });
  for (const source of [repository.path, `file://${repository.path}`, `git+file://${repository.path}#main`]) {
    expect(await refusalOf(source, { allow: { privateAddresses: true } })).toMatchObject({ code: 'private address' });
  }
});

test('a machine without git says so, and that it is not the student’s fault', async () => {
  const { PATH } = process.env;
  process.env.PATH = '/no/such/folder';
  try {
    const error = await refusalOf('file:///x.git', { allow: { localRepositories: true } });
    expect(error).toMatchObject({ code: 'no git', fault: 'ours', advice: expect.stringContaining('Install git') });
  } finally {
    process.env.PATH = PATH;
  }
});
