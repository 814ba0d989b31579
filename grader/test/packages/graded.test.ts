import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gradescopeJson } from '../../src/export/gradescope.ts';
import { type GradeOptions, type Grader, openGrader } from '../../src/grade.ts';
import { html } from '../../src/report/html.ts';
import { terminal } from '../../src/report/terminal.ts';
import type { Report } from '../../src/types.ts';
import { Bench, course } from '../deploy/support/deployments.ts';
import { requires } from '../support/requires.ts';
import { moduleOf } from './support/registry.ts';
import { Shop } from './support/shop.ts';

const sandboxed = requires('bubblewrap', 'prlimit');
/** Enough to see that it runs. */
const BEGINNING = { checkpoint: '1.1' };
let shop: Shop;
let grader: Grader;
let folder: string;

beforeAll(async () => {
  const bench = await Bench.open();
  shop = await Shop.open(bench, { greeting: { '1.0.0': moduleOf("export const greeting = 'hello';") } });
  const { registry, cache } = shop;
  grader = await openGrader({ course, packages: { registry: registry.url, cache } });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handed-in-'));
  await cp(join(course, 'solutions', '01-address'), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(async () => {
  await grader?.[Symbol.asyncDispose]();
  await shop?.bench[Symbol.asyncDispose]();
  await shop?.[Symbol.asyncDispose]();
});

interface Graded {
  report: Report;
  phases: Set<string>;
}

/** The reference solution with one dependency more. */
async function graded(name: string, range: string, how: GradeOptions = {}): Promise<Graded> {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  Object.assign(manifest.dependencies, { [name]: range });
  await writeFile(file, JSON.stringify(manifest));
  const phases = new Set<string>();
  const onProgress = ({ phase }: { phase: string }) => phases.add(phase);
  const report = await grader.grade({ kind: 'folder', lab: '01-address', folder }, { ...how, onProgress });
  return { report, phases };
}

sandboxed('a solution that imports a package of its own earns 100, with the registry and, later, without', async () => {
  await appendFile(join(folder, 'src', 'server.ts'), "\nconsole.log((await import('greeting')).greeting);\n");
  const { report, phases } = await graded('greeting', '^1.0.0');
  expect(report).toMatchObject({ score: 100 });
  expect(report.notes).toBeUndefined();
  expect(phases).toContain('installing packages');
  await shop.registry[Symbol.asyncDispose]();
  const again = await graded('greeting', '^1.0.0', BEGINNING);
  expect(again.report.score).toBe(again.report.maxScore);
  expect(again.phases).not.toContain('installing packages');
});

sandboxed('one that names what cannot be installed, and does without, earns all, and its report says so', async () => {
  const { report } = await graded('far', 'git+https://git.example/far.git', BEGINNING);
  expect(report).toMatchObject({ score: report.maxScore, notes: [expect.stringContaining('"far" was not installed')] });
  const page = terminal(report, { colour: false, width: 120, hints: 1, top: 5 });
  expect(page).toContain('The dependency "far" was not installed');
  expect(html(report)).toContain('was not installed');
  expect(gradescopeJson(report)).toContain('was not installed');
});

sandboxed('one that cannot do without gets the reason with its zero', async () => {
  await appendFile(join(folder, 'src', 'server.ts'), "\nimport 'far';\n");
  const { report } = await graded('far', 'git+https://git.example/far.git');
  expect(report).toMatchObject({
    score: 0,
    notStarted: { advice: expect.stringContaining('"far" was not installed') },
  });
});
