import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Figure, inTurns, timed } from './figure.ts';

const run = promisify(execFile);
const course = join(import.meta.dirname, '..', '..');
const seeka = join(course, 'grader', 'src', 'cli', 'main.ts');
const ROUNDS = 5;

/** Whole processes, as a student starts them: command line, sandbox, database and all. */
export async function benchGrade(): Promise<Figure[]> {
  const grade =
    (...words: string[]) =>
    () =>
      timed(() => run(process.execPath, [seeka, 'grade', ...words]));
  const [floor = 0, solution = 0, starter = 0, bare = 0] = await inTurns(ROUNDS, [
    () => timed(() => run(process.execPath, [seeka, '--help'])),
    grade(join(course, 'solutions', '01-address')),
    grade(join(course, 'labs', '01-address')),
    grade('--no-sandbox', join(course, 'solutions', '01-address')),
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
  ];
}

function most(value: number): Figure['goal'] {
  return { at: 'most', value, of: 'measured' };
}
