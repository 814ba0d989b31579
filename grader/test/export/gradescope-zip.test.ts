import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gradescopeZip } from '../../src/export/gradescope-zip.ts';
import { temporaryFolder } from '../cli/seeka.ts';
import { requires } from '../support/requires.ts';
import { faultsOf } from './support/schemas.ts';
import { unpack } from './support/unpack.ts';

const course = join(import.meta.dirname, '..', '..', '..');
const solution = join(course, 'solutions', '01-address');
const sandboxed = requires('bubblewrap', 'prlimit');
// Only root can take rights away; Gradescope's scripts run as root. setpriv comes with prlimit.
const unsandboxed = requires('bubblewrap', 'prlimit', 'namespaces');
/** In a mount namespace of its own, bubblewrap does nothing but fail. */
const HIDE = 'mount --bind /bin/false "$(command -v bwrap)"; exec "$0"';
const WITHOUT_SANDBOX = ['unshare', '--mount', '--propagation', 'private', 'sh', '-ec', HIDE];
// That a solution gets every point is tested elsewhere, where nothing else keeps the machine busy.
const NEARLY_ALL = 90;
let zip: Buffer;

beforeAll(async () => {
  zip = await gradescopeZip({ course, lab: '01-address' });
});

/** What Gradescope makes of the zip in a container's /autograder, here in a folder, with the repository as the course. */
async function container() {
  const root = await temporaryFolder();
  const place = (name: string) => join(root.path, name);
  await unpack(zip, place('source'));
  await mkdir(place('submission'));
  await mkdir(place('results'));
  await cp(join(place('source'), 'run_autograder'), place('run_autograder'));
  return {
    ...root,
    place,
    run: (changes = {}, before: string[] = []) => run([...before, place('run_autograder')], root.path, changes),
  };
}

async function run([command = '', ...words]: string[], root: string, changes: Record<string, string>) {
  const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;
  const env = { ...process.env, PATH, NODE_OPTIONS: '', AUTOGRADER: root, SEEKA_COURSE: course, ...changes };
  const child = spawn(command, words, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}

async function resultsOf(folder: string) {
  const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'));
  expect(faultsOf('gradescope', results)).toEqual([]);
  return results;
}

test('the zip has its scripts at its root, and the course without solutions and what is installed', async () => {
  await using root = await temporaryFolder();
  const names = await unpack(zip, root.path);
  expect(names).toEqual(
    expect.arrayContaining(['setup.sh', 'run_autograder', 'settings.sh', 'course/package-lock.json']),
  );
  expect(names.filter((name) => /(^|\/)(node_modules|\.git|\.seeka|build|test)\//.test(name))).toEqual([]);
  expect(names.filter((name) => /solutions\/.*(?<!\/package\.json)$/.test(name))).toEqual([]);
  expect(await readFile(join(root.path, 'settings.sh'), 'utf8')).toMatch(
    /^LAB=01-address\nNODE_VERSION=24\.\d+\.\d+\n$/,
  );
  for (const name of ['setup.sh', 'run_autograder']) {
    expect((await stat(join(root.path, name))).mode & 0o111).toBe(0o111);
    expect(spawnSync('bash', ['-n', join(root.path, name)], { encoding: 'utf8' }).stderr).toBe('');
  }
});

test('the same course makes the same zip', async () => {
  expect((await gradescopeZip({ course, lab: '01-address' })).equals(zip)).toBe(true);
});

sandboxed('a solution gets its points, also when it was handed in as a folder in a folder', async () => {
  await using gradescope = await container();
  await cp(solution, gradescope.place('submission/my-address'), { recursive: true });
  await mkdir(gradescope.place('submission/__MACOSX'));
  const { code, stderr } = await gradescope.run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('does not work') });
  const results = await resultsOf(gradescope.place('results'));
  expect(results.score).toBeGreaterThan(NEARLY_ALL);
  expect(results.tests.length).toBeGreaterThan(50);
});

sandboxed('an empty hand-in is graded 0, and told why', async () => {
  await using gradescope = await container();
  expect(await gradescope.run()).toMatchObject({ code: 0 });
  const { score, output } = await resultsOf(gradescope.place('results'));
  expect(score).toBe(0);
  expect(output).toContain('has no package.json and no Procfile');
});

test('a fault of ours leaves no results, not even older ones', async () => {
  await using gradescope = await container();
  await writeFile(gradescope.place('results/results.json'), '{"score": 100}');
  const { code, stderr } = await gradescope.run({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' });
  expect(code).toBe(3);
  expect(stderr).toContain('Attempt 3: the grader itself was at fault.');
  await expect(stat(gradescope.place('results/results.json'))).rejects.toThrow('ENOENT');
});

/** Tells on whose behalf it runs, and what it can read, then ends. */
const spy = (root: string) => `
  const { readdirSync } = require('node:fs');
  const seen = ['source', 'results', 'submission', 'source/course/grader', 'source/course/labs'].map((name) => {
    try { return readdirSync(${JSON.stringify(root)} + '/' + name).length > 0; } catch (error) { return error.code; }
  });
  console.log(JSON.stringify([process.getuid() === 0, ...seen]));
  process.exit(1);`;

unsandboxed(
  'where the sandbox is forbidden, a submission is not root, and reads neither checks nor results',
  async () => {
    await using gradescope = await container();
    await chmod(gradescope.path, 0o755);
    await writeFile(gradescope.place('submission/Procfile'), 'web: exec node spy.cjs\n');
    await writeFile(gradescope.place('submission/spy.cjs'), spy(gradescope.path));
    expect(await gradescope.run({}, WITHOUT_SANDBOX)).toMatchObject({ code: 0 });
    const { output } = await resultsOf(gradescope.place('results'));
    expect(output).toContain('[false,true,"EACCES","EACCES","EACCES","EACCES"]');
  },
);

unsandboxed('there a solution gets its points too', async () => {
  await using gradescope = await container();
  await cp(solution, gradescope.place('submission'), { recursive: true });
  expect(await gradescope.run({}, WITHOUT_SANDBOX)).toMatchObject({ code: 0 });
  expect((await resultsOf(gradescope.place('results'))).score).toBeGreaterThan(NEARLY_ALL);
});

test.each([
  [{ course, lab: '99-none' }, /has no lab "99-none"/],
  [{ course: solution, lab: '01-address' }, /is not the course: its package-lock.json pins no Node/],
])('%j is refused', async (options, reason) => {
  await expect(gradescopeZip(options)).rejects.toThrow(reason);
});
