import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readLab as readMarked } from '../../labs/make/lab.ts';
import { stateOf } from '../../labs/make/state.ts';
import { course, knownLabs, readLab } from '../src/cli/labs.ts';
import { openPool, type Pool } from '../src/pool.ts';
import { terminal } from '../src/report/terminal.ts';
import type { Report } from '../src/types.ts';

/** The lab that takes longest first. */
const labs = knownLabs()
  .toReversed()
  .map((lab) => [lab, readLab(lab).checkpoints.map(({ id }) => id)] as const);

let pool: Pool;
let folder: string;
beforeAll(async () => {
  // Not one more: code that does not repeat its calls yet shows whatever a crowded machine does to them.
  pool = await openPool({ course, workers: availableParallelism() });
  folder = await mkdtemp(join(tmpdir(), 'seeka-truths-'));
});
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/**
 * Grades the code as it is when a student has come through this checkpoint, by all checks or those through another;
 * once more when one of its own checks never had the machine's time.
 */
async function gradedThrough(lab: string, checkpoint: string, checks: { checkpoint?: string } = {}): Promise<Report> {
  const target = join(folder, lab, checkpoint);
  for (const [path, text] of await stateOf(await readMarked(course, lab), checkpoint)) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), text);
  }
  const report = await pool.grade({ kind: 'folder', lab, folder: target }, checks);
  const isSpoilt = report.outcomes.some(
    ({ id, checkpoint: its }) => its <= checkpoint && report.pressed?.includes(id) === true,
  );
  return isSpoilt ? pool.grade({ kind: 'folder', lab, folder: target }, checks) : report;
}

const solutions = new Map<string, Promise<Report>>();

/** Grades the solution, as a student would hand it in, once. */
function gradedSolution(lab: string, last: string): Promise<Report> {
  const report = solutions.get(lab) ?? gradedThrough(lab, last);
  solutions.set(lab, report);
  return report;
}

/** The checks of these checkpoints that passed, or that did not, and why. */
function those({ outcomes }: Report, passed: boolean, of: (checkpoint: string) => boolean): string[] {
  return outcomes
    .filter((it) => of(it.checkpoint) && (it.status === 'passed') === passed)
    .map(({ id, reason, by }) => [id, reason, by?.join()].filter(Boolean).join(': '));
}

for (const [lab, checkpoints] of labs) {
  test.concurrent(`${lab}: the solution, copied out of the repository as a student would hand it in, scores 100`, async () => {
    const report = await gradedSolution(lab, checkpoints.at(-1) as string);
    expect(those(report, false, () => true)).toEqual([]);
    expect(report.score).toBe(100);
  });

  test.concurrent(`${lab}: the untouched starter scores 0, and no check passes`, async () => {
    const report = await gradedThrough(lab, '0');
    expect(report.notStarted).toBeUndefined();
    expect(those(report, true, () => true)).toEqual([]);
    expect(report.score).toBe(0);
  });
}

test.concurrent.each([
  ['02-person', '2.6'],
  ['04-profile', '4.6'],
])('what the handout of %s shows of a grading through %s is what the solution gets', async (lab, last) => {
  const report = await gradedSolution(lab, last);
  const printed = terminal(report, { colour: false, width: 80, hints: 1, top: 1 });
  const handout = await readFile(join(course, 'labs', lab, 'README.md'), 'utf8');
  const [, shown] = new RegExp(`^\\$ .* --checkpoint ${last}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(handout) ?? [];
  const masked = (text = '') => text.replace(/seed .*/, '').trim();
  expect(masked(printed)).toBe(masked(shown));
});

for (const [lab, checkpoint, next] of labs.flatMap(([lab, ids]) =>
  ids.slice(1).map((id, at) => [lab, ids[at] as string, id] as const),
)) {
  test.concurrent(`${lab}: the code through ${checkpoint} passes all checks so far, and none of ${next}`, async () => {
    const report = await gradedThrough(lab, checkpoint, { checkpoint: next });
    expect(those(report, false, (its) => its <= checkpoint)).toEqual([]);
    expect(those(report, true, (its) => its === next)).toEqual([]);
  });
}
