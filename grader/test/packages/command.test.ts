import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seekaWith } from '../cli/seeka.ts';
import { requires } from '../support/requires.ts';
import { FakeRegistry } from './support/registry.ts';

const sandboxed = requires('bubblewrap', 'prlimit');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handed-in-'));
  const manifest = {
    seeka: { lab: '01-address' },
    dependencies: { 'never-there': '1' },
    scripts: { start: 'node x.js' },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

sandboxed('a registry that cannot be reached is the grader’s own fault: exit code 3, and no score', async () => {
  const run = await seekaWith({ npm_config_registry: 'http://127.0.0.1:9/' }, 'grade', folder);
  expect(run).toMatchObject({ code: 3, stdout: '' });
  expect(run.stderr).toContain('could not be fetched: the registry cannot be reached (ECONNREFUSED)');
});

sandboxed(
  'the registry that npm is set to is asked, and a package that it does not have is the student’s fault',
  async () => {
    await using registry = await FakeRegistry.open({});
    const run = await seekaWith({ npm_config_registry: registry.url }, 'grade', folder);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/"never-there" was not\s+installed: The registry has no package/);
    expect(new Set(registry.asked)).toEqual(new Set(['/never-there']));
  },
);

test('without a sandbox nothing is installed, and no registry asked', async () => {
  await using registry = await FakeRegistry.open({});
  const run = await seekaWith({ npm_config_registry: registry.url }, 'grade', folder, '--no-sandbox');
  expect(run.code).toBe(0);
  expect(registry.asked).toEqual([]);
});
