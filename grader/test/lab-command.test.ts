import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { sha256 } from '../../labs/make/files.ts';
import { listOf, writeList } from '../../labs/make/generated.ts';
import { labCommand } from '../src/cli/lab.ts';
import { course } from '../src/cli/labs.ts';

const run = promisify(execFile);
let around: string;
let folder: string;
beforeEach(async () => {
  around = await mkdtemp(join(tmpdir(), 'seeka-lab-'));
  folder = join(around, 'my-address');
});
afterEach(() => rm(around, { recursive: true }));

async function lab(...argv: string[]): Promise<string> {
  let said = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      said += chunk;
      done();
    },
  });
  await labCommand({ stdout }).parseAsync(argv, { from: 'user' });
  return said;
}

const start = () => lab('start', '01-address', folder);
const read = (path: string) => readFile(join(folder, path), 'utf8');
const write = (path: string, text: string) => writeFile(join(folder, path), text);
const starter = (path: string) => readFile(join(course, 'labs/01-address', path), 'utf8');

test('start makes a copy of the starter with its handout, and says what to do next', async () => {
  expect(await start()).toContain(`seeka dev ${folder}`);
  expect(await read('src/routes.ts')).toBe(await starter('src/routes.ts'));
  expect(await readdir(join(folder, 'figures'))).toEqual(await readdir(join(course, 'labs/01-address/figures')));
  expect(JSON.parse(await read('package.json'))).toMatchObject({
    name: '@seeka/lab-01-address',
    seeka: { lab: '01-address', through: '0' },
  });
});

test.each(['/proc/nothing/my-address', '/etc/passwd', '/etc/passwd/my-address'])(
  'start refuses %s, where no folder can be made',
  async (place) => {
    await expect(lab('start', '01-address', place)).rejects.toThrow(/^The folder \S+ cannot be made \(E\w+\)\. Choose/);
  },
);

test("in a copy the course's packages are found, and so are the checks by plain npx jest", async () => {
  await start();
  const code = "console.log(typeof (await import('@seeka/kit/problem')).Problem)";
  const imported = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: folder });
  expect(imported.stdout).toBe('function\n');
  const { NODE_OPTIONS: _, ...env } = process.env;
  const listed = await run('npx', ['jest', '--listTests'], { cwd: folder, env });
  expect(listed.stdout).toContain('contract.test.ts');
});

test.each(['01-address', '02-person'])('the links of the handout of %s lead to the course', async (id) => {
  await lab('start', id, folder);
  const links = [...(await read('README.md')).matchAll(/\]\((\.\.\/[^)#]+)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
});

test('start touches no folder that holds something, and none inside the course', async () => {
  await mkdir(folder);
  await write('notes.txt', 'mine');
  await expect(start()).rejects.toThrow('is not empty');
  expect(await readdir(folder)).toEqual(['notes.txt']);
  await expect(lab('start', '01-address', join(course, 'mine'))).rejects.toThrow('inside the course');
  await expect(lab('start', '99-none', join(around, 'none'))).rejects.toThrow('There is no lab "99-none"');
});

test('catch-up brings the code through a checkpoint, and keeps all that was there', async () => {
  await start();
  await write('src/routes.ts', 'mine');
  await write('src/extra.ts', 'mine too');
  const said = await lab('catch-up', '01-address', '--through', '1.3', folder);
  const [, backup = ''] = (await readdir(around)).sort();
  expect(said).toContain(backup);
  expect(await readFile(join(around, backup, 'src/routes.ts'), 'utf8')).toBe('mine');
  expect(await readFile(join(around, backup, 'src/extra.ts'), 'utf8')).toBe('mine too');
  expect(existsSync(join(folder, 'src/extra.ts'))).toBe(false);
  const code = await read('src/routes.ts');
  expect([code.includes('TODO(1.3)'), code.includes('TODO(1.4)')]).toEqual([false, true]);
  expect(await lab('update', folder)).toContain('nothing to bring');
});

test("catch-up refuses what is no checkpoint, no copy, or the course's own folder", async () => {
  await start();
  await expect(lab('catch-up', '01-address', '--through', '9.9', folder)).rejects.toThrow('no checkpoint "9.9"');
  await expect(lab('catch-up', '01-address', '--through', '1.3', around)).rejects.toThrow('is no copy of a lab');
  const own = join(course, 'labs/01-address');
  await expect(lab('catch-up', '01-address', '--through', '1.3', own)).rejects.toThrow('a part of the course');
});

test("reset gives a file the course's content and keeps the student's beside it", async () => {
  await start();
  await write('src/routes.ts', 'mine');
  const said = await lab('reset', 'src/routes.ts', '--in', folder);
  expect(await read('src/routes.ts')).toBe(await starter('src/routes.ts'));
  const kept = (await readdir(join(folder, 'src'))).find((name) => name.startsWith('routes.ts.')) ?? '';
  expect(said).toContain(kept);
  expect(await read(`src/${kept}`)).toBe('mine');
  await expect(lab('reset', 'src/none.ts', '--in', folder)).rejects.toThrow('The lab has no src/none.ts');
});

/** As if the course had changed these files since the copy was made. */
async function madeFrom(old: Record<string, string>): Promise<void> {
  const listed = await listOf(folder);
  for (const [path, text] of Object.entries(old)) {
    listed.set(path, sha256(text));
    await write(path, text);
  }
  await writeList(folder, listed);
}

test('update brings what the course has changed, except where the student has too', async () => {
  await start();
  await madeFrom({ 'openapi.yaml': 'old', 'src/app.ts': 'old' });
  await write('src/app.ts', 'mine');
  await write('src/routes.ts', 'mine');
  const said = await lab('update', folder);
  expect(said).toContain('Brought: openapi.yaml.\n');
  expect(said).toContain('left as yours: src/app.ts.\n');
  expect(await read('openapi.yaml')).toBe(await starter('openapi.yaml'));
  expect([await read('src/app.ts'), await read('src/routes.ts')]).toEqual(['mine', 'mine']);
  expect(await lab('update', folder)).toContain('nothing to bring');
});
