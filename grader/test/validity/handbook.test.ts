import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { course } from '../../src/cli/labs.ts';
import { goodServices } from '../../src/validity/subjects.ts';
import { lendPackages, seekaOf } from '../release/editions.ts';

// The example of the handbook's page "Write a check" is added to a copy of the course.
const LAB = '01-address';
const example = join(import.meta.dirname, '..', 'handbook');
const services = await goodServices(course, LAB);
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'seeka-handbook-'));
  const filter = (path: string) => !['node_modules', '.seeka', 'test', 'hostile'].includes(basename(path));
  for (const part of ['package.json', 'grader', 'labs', 'services', 'solutions']) {
    await cp(join(course, part), join(copy, part), { recursive: true, filter });
  }
  await lendPackages(copy);
}, 60_000);
afterAll(() => rm(copy, { recursive: true }));

async function add(file: string, ...place: string[]): Promise<void> {
  await cp(join(example, file), join(copy, 'grader', ...place, file));
}

/** Resolves with the exit code. */
async function verified(): Promise<{ code: number; stdout: string }> {
  return seekaOf(copy, 'verify', LAB, '--mutant', 'none-match.head').then(
    (stdout) => ({ code: 0, stdout }),
    ({ code, stdout }) => ({ code, stdout }),
  );
}

async function scoreOf(folder: string): Promise<string | undefined> {
  const said = await seekaOf(copy, 'grade', folder, '--lab', LAB, '--through', '1.4', '--quiet');
  return /\d+\/\d+/.exec(said)?.[0];
}

test('before the check of the example is there, nothing catches its mutant, and verify ends with 1', async () => {
  await add(join('mutants', '1.8-when-known.ts'), 'validity', LAB);
  expect(await verified()).toMatchObject({ code: 1, stdout: expect.stringContaining('0 of 1 mutants killed') });
});

test('the check of the example catches its mutant, and no other check does', async () => {
  await add('1.4-when-known.ts', 'contracts', LAB);
  const { code, stdout } = await verified();
  expect(stdout).toContain('1 of 1 mutants killed');
  expect(stdout).toContain('0 false alarms');
  expect(code).toBe(0);
});

test.each(services)('the check of the example blames no correct service: $name', async ({ folder }) => {
  await add('1.4-when-known.ts', 'contracts', LAB);
  expect(await scoreOf(folder)).toBe('71/71');
});
