import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openCluster } from '@seeka/postgres';
import { parse } from 'csv-parse/sync';
import type { Report } from '../src/types.ts';
import { loadMutants, mutated } from '../src/validity/mutate.ts';
import { degenerateServers, goodServices } from '../src/validity/subjects.ts';
import { type Figure, timed } from './figure.ts';

const course = join(import.meta.dirname, '..', '..');
const seeka = join(course, 'grader', 'src', 'cli', 'main.ts');
const lab = '01-address';
/** `npm run verify:full` takes 1,000. */
const STUDENTS = Number(process.env.BENCH_CLASS ?? 100);

interface Submission {
  folder: string;
  /** What it must earn, from and to. */
  from: number;
  to: number;
  /** Checks that must fail. */
  fails: string[];
}

/** A class of correct services, mutants and servers that are none, graded from its roster by the real command. */
export async function benchClass(): Promise<Figure[]> {
  await using resources = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), 'seeka-bench-'));
  resources.defer(() => rm(home, { recursive: true, force: true }));
  const kinds = await kindsOf(resources);
  const submissions = Array.from({ length: STUDENTS }, (_, n) => kinds[n % kinds.length] as Submission);
  const lines = submissions.map(({ folder }, n) => `s${n},Student ${n},s${n}@example.org,${folder}`);
  await writeFile(join(home, 'roster.csv'), ['id,name,email,submission', ...lines].join('\n'));
  await using cluster = await openCluster();
  await using database = await cluster.fresh();
  const one = await timed(() => ended(start('grade', join(course, 'solutions', lab))));
  const words = ['--roster', join(home, 'roster.csv'), '--lab', lab, '--out', join(home, 'out')];
  const memory = { early: 0, late: 0 };
  const whole = await timed(async () => {
    const grading = start('class', 'grade', ...words, '--database', database.url);
    const watching = watch(grading, memory);
    await ended(grading);
    await watching;
  });
  const wrong = await wrongScores(join(home, 'out'), submissions);
  const seconds = whole / 1_000;
  return [
    {
      ...figure(`a class of ${STUDENTS}`, seconds, 's', { at: 'most', value: 1.2 * STUDENTS, of: 'measured' }),
      ...beside(one),
    },
    figure(`a class of ${STUDENTS}: graded in an hour`, (STUDENTS * 3_600) / seconds, '', undefined),
    figure(`a class of ${STUDENTS}: wrong scores`, wrong, '', { at: 'most', value: 0, of: 'measured' }),
    {
      ...figure('largest process of the grader, at the end', memory.late, 'MB', {
        at: 'most',
        value: 400,
        of: 'measured',
      }),
      beside: { name: 'in the first third', value: memory.early },
    },
  ];
}

function figure(name: string, measured: number, unit: string, goal: Figure['goal']): Figure {
  return { name, measured, unit, beside: undefined, goal };
}

function beside(oneMs: number): Pick<Figure, 'beside'> {
  return { beside: { name: `${STUDENTS} × seeka grade, one after the other`, value: (STUDENTS * oneMs) / 1_000 } };
}

/** Four of ten correct, four of ten with one mistake, two of ten no services at all. */
async function kindsOf(resources: AsyncDisposableStack): Promise<Submission[]> {
  const good = (await goodServices(course, lab)).map(({ folder }) => ({ folder, from: 100, to: 100, fails: [] }));
  const poor = (await degenerateServers(course, lab)).map(({ folder, most }) => ({
    folder,
    from: 0,
    to: most,
    fails: [],
  }));
  const mutants = (await loadMutants(course, lab)).filter((_, index) => index % 5 === 0);
  const wrong = mutants.map(async (mutant) => {
    const { folder } = resources.use(await mutated(course, lab, [mutant]));
    // One check may cost less than half a point.
    return { folder, from: 0, to: 100, fails: mutant.kills };
  });
  const all = await Promise.all(wrong);
  return Array.from({ length: 100 }, (_, n) => {
    const kind = n % 10 < 4 ? good : n % 10 < 8 ? all : poor;
    return kind[Math.floor(n / 2) % kind.length] as Submission;
  });
}

function start(...words: string[]): ChildProcess {
  return spawn(process.execPath, [seeka, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function ended(command: ChildProcess): Promise<void> {
  if (command.exitCode === null) await once(command, 'exit');
}

/** Megabytes that the largest process of the grader holds, the sandboxes apart. */
async function watch(grading: ChildProcess, memory: { early: number; late: number }): Promise<void> {
  const samples: number[] = [];
  while (grading.exitCode === null && grading.signalCode === null) {
    samples.push(await largest(grading.pid ?? 0));
    await pause(500);
  }
  const third = Math.ceil(samples.length / 3);
  memory.early = Math.max(...samples.slice(0, third));
  memory.late = Math.max(...samples.slice(-third));
}

async function largest(grader: number): Promise<number> {
  const sizes = await Promise.all(
    (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((pid) => sizeOf(pid, grader)),
  );
  return Math.max(...sizes);
}

/** 0 of a process that is neither the grader nor a child of it. */
async function sizeOf(pid: string, grader: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return Number(pid) === grader || field('PPid') === grader ? field('VmRSS') / 1_024 : 0;
}

async function wrongScores(out: string, submissions: Submission[]): Promise<number> {
  const rows: { id: string; score: string }[] = parse(await readFile(join(out, 'gradebook.csv')), { columns: true });
  const scores = new Map(rows.map(({ id, score }) => [id, score]));
  const judged = submissions.map(async ({ from, to, fails, folder }, n) => {
    const score = Number(scores.get(`s${n}`) || Number.NaN);
    const { outcomes } = JSON.parse(await readFile(join(out, 'reports', `s${n}.json`), 'utf8')) as Report;
    const failed = outcomes.filter(({ status }) => status === 'failed').map(({ id }) => id);
    const isRight = score >= from && score <= to && fails.every((check) => failed.includes(check));
    if (!isRight)
      process.stderr.write(`${folder}: ${score}, failed ${failed}; wanted ${from} to ${to}, failed ${fails}\n`);
    return isRight;
  });
  return (await Promise.all(judged)).filter((isRight) => !isRight).length;
}
