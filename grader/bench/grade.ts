import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Figure, inTurns, timed } from './figure.ts';

const run = promisify(execFile);
const course = join(import.meta.dirname, '..', '..');
const seeka = join(course, 'grader', 'src', 'cli', 'main.ts');
const ROUNDS = 5;
/** Labs whose checks kill, restart and wait more than Lab 01's. */
const LATER = ['02-person', '03-oauth2', '04-profile'];

/** Whole processes, as a student starts them: command line, sandbox, database and all. */
export async function benchGrade(): Promise<Figure[]> {
  const grade =
    (...words: string[]) =>
    () =>
      timed(() => run(process.execPath, [seeka, 'grade', ...words]));
  const [floor = 0, solution = 0, starter = 0, bare = 0, ...later] = await inTurns(ROUNDS, [
    () => timed(() => run(process.execPath, [seeka, '--help'])),
    grade(join(course, 'solutions', '01-address')),
    grade(join(course, 'labs', '01-address')),
    grade('--no-sandbox', join(course, 'solutions', '01-address')),
    ...LATER.map((lab) => grade(join(course, 'solutions', lab))),
  ]);
  const beside = { name: 'seeka --help', value: floor };
  return [
    { name: 'seeka grade solutions/01-address', measured: solution, unit: 'ms', beside, goal: most(4_000) },
    { name: 'seeka grade labs/01-address', measured: starter, unit: 'ms', beside, goal: most(4_000) },
    {
      name: 'seeka grade, in the sandbox',
      measured: solution,
      unit: 'ms',
      beside: { name: '--no-sandbox', value: bare },
      goal: undefined,
    },
    ...LATER.map((lab, at) => ({
      ...{ name: `seeka grade solutions/${lab}`, measured: later[at] ?? Number.NaN, unit: 'ms' },
      ...{ beside, goal: most(6_000) },
    })),
  ];
}

function most(value: number): Figure['goal'] {
  return { at: 'most', value, of: 'measured' };
}
