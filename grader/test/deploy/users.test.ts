import { randomUUID } from 'node:crypto';
import { chmod, cp, link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requires } from '../support/requires.ts';
import { Bench, course, inside } from './support/deployments.ts';
import { type OtherGrader, otherGrader, stagesOf, usersOf } from './support/processes.ts';
import { obedient, quick } from './support/services.ts';

const sandboxed = requires('bubblewrap', 'prlimit');
const isRoot = process.getuid?.() === 0;
let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench?.[Symbol.asyncDispose]());

/** A user of this machine, e.g. a student at the own laptop. */
const PLAIN = isRoot ? { user: 54_321 } : {};

/** That user's next grader would sweep up; there is none. */
async function killAndSweep(grader: OtherGrader): Promise<void> {
  await grader.kill();
  for (const name of stagesOf(grader.pid)) await rm(join(tmpdir(), name), { recursive: true });
}

sandboxed('a plain user has the same sandbox', async () => {
  const folder = await bench.handIn(quick(obedient));
  await chmod(folder, 0o755);
  const grader = await otherGrader({ folder, databaseUrl: bench.cluster.url('postgres'), ...PLAIN });
  await killAndSweep(grader);
  expect(grader.findings).toMatchObject({ sandbox: 'bubblewrap', answer: '{"status":"ok"}', stranger: 'ECONNREFUSED' });
  expect(grader.findings.user).not.toBe(0);
});

test('without a sandbox a plain user grades as well', async () => {
  const folder = await bench.handIn(quick(obedient));
  await chmod(folder, 0o755);
  const grader = await otherGrader({ folder, databaseUrl: bench.cluster.url('postgres'), sandbox: 'none', ...PLAIN });
  await killAndSweep(grader);
  expect(grader.findings).toMatchObject({ sandbox: 'none', answer: '{"status":"ok"}' });
});

sandboxed('two deployments have users of their own, and see nothing of each other', async () => {
  const marks = [randomUUID(), randomUUID()];
  const handedIn = (mark: string) => ({
    ...quick(obedient),
    Procfile: `web: exec node server.js ${mark}`,
    secret: mark,
  });
  const deployments = await Promise.all(marks.map((mark) => bench.deploy(handedIn(mark))));
  await Promise.all(deployments.map(({ main }) => main.ready()));
  const look = `const fs = await import('node:fs'); fs.writeFileSync('/tmp/mine', '');
    return [fs.readFileSync('secret', 'utf8'), fs.readdirSync('/tmp'), fs.readdirSync('/proc').filter(Number).length < 5]`;
  const seen = await Promise.all(deployments.map(({ main }) => inside(main, look)));
  expect(seen).toEqual(marks.map((mark) => [mark, ['mine'], true]));
  const users = marks.map((mark) => usersOf(mark));
  if (isRoot) expect(new Set(users.flat()).size).toBe(2);
  expect(users.flat()).not.toContain(0);
  await Promise.all(deployments.map((deployment) => deployment[Symbol.asyncDispose]()));
});

/** A course in a folder that only its owner can enter, as the home of root is: with as little as a service needs. */
async function courseIn(home: string): Promise<string> {
  const folder = join(home, 'course');
  await mkdir(join(folder, 'node_modules', '.bin'), { recursive: true });
  await mkdir(join(folder, 'node_modules', 'node', 'bin'), { recursive: true });
  await mkdir(join(folder, 'services', 'kit'), { recursive: true });
  await writeFile(join(folder, 'services', 'kit', 'here.txt'), 'the kit');
  const node = join('node_modules', 'node', 'bin', 'node');
  await link(join(course, node), join(folder, node)).catch(() => cp(join(course, node), join(folder, node)));
  await symlink('../node/bin/node', join(folder, 'node_modules', '.bin', 'node'));
  return folder;
}

sandboxed('a course that nobody but the grader can reach serves as well', async () => {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  await using _removed = { [Symbol.asyncDispose]: () => rm(home, { recursive: true }) };
  const hidden = await courseIn(home);
  await using deployment = await bench.deploy(quick(obedient), { course: hidden, sandbox: 'bubblewrap' });
  await deployment.main.ready();
  const kit = "return (await import('node:fs')).readFileSync('/course/services/kit/here.txt', 'utf8')";
  expect(await inside(deployment.main, kit)).toBe('the kit');
  expect(await inside(deployment.main, "return (await import('node:fs')).existsSync('/mnt')")).toBe(false);
});
