import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readLab } from '../../labs/make/lab.ts';
import { stateOf } from '../../labs/make/state.ts';
import { openPool, type Pool } from '../src/pool.ts';
import type { Report } from '../src/types.ts';

const course = join(import.meta.dirname, '..', '..');
const lab = '01-address';
const checkpoints = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6'];

let pool: Pool;
let folder: string;
beforeAll(async () => {
  pool = await openPool({ course });
  folder = await mkdtemp(join(tmpdir(), 'seeka-truths-'));
});
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Grades the code as it is when a student has come through this checkpoint. */
async function gradedThrough(checkpoint: string): Promise<Report> {
  const target = join(folder, checkpoint);
  for (const [path, text] of await stateOf(await readLab(course, lab), checkpoint)) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), text);
  }
  return pool.grade({ kind: 'folder', lab, folder: target });
}

/** Ids of the checks of these checkpoints that passed, or that did not. */
function ids({ outcomes }: Report, passed: boolean, of: (checkpoint: string) => boolean): string[] {
  return outcomes.filter((it) => of(it.checkpoint) && (it.status === 'passed') === passed).map(({ id }) => id);
}

test.concurrent('the solution, copied out of the repository as a student would hand it in, scores 100', async () => {
  const report = await gradedThrough('1.6');
  expect(ids(report, false, () => true)).toEqual([]);
  expect(report.score).toBe(100);
});

test.concurrent('the untouched starter scores 0, and no check passes', async () => {
  const report = await gradedThrough('0');
  expect(report.notStarted).toBeUndefined();
  expect(ids(report, true, () => true)).toEqual([]);
  expect(report.score).toBe(0);
});

for (const [index, checkpoint] of checkpoints.slice(0, -1).entries()) {
  const next = checkpoints[index + 1] as string;
  test.concurrent(`the code through ${checkpoint} passes all checks so far, and none of ${next}`, async () => {
    const report = await gradedThrough(checkpoint);
    expect(ids(report, false, (its) => its <= checkpoint)).toEqual([]);
    expect(ids(report, true, (its) => its === next)).toEqual([]);
  });
}
