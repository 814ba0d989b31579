import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { digestOf } from '../contract-digest.ts';
import type { GradeOptions } from '../grade.ts';
import { loadLab } from '../lab.ts';
import { openPool, type Pool } from '../pool.ts';
import type { Report, Rubric } from '../types.ts';
import type { Mutant } from './mutant.ts';
import { loadMutants, mutated } from './mutate.ts';
import { type Degenerate, degenerateServers, goodServices, type Subject } from './subjects.ts';

export interface VerifyOptions {
  course: string;
  lab: string;
  /** How often each correct service is graded. */
  runs: number;
  /** Submissions graded at once; by default as many as the machine has cores for. */
  jobs?: number;
  /** Only these mutants, and no correct service. */
  mutants?: string[];
  /** Ends it early: it rejects then, and nothing is left behind. */
  signal?: AbortSignal;
  onProgress?(done: number, total: number, what: string): void;
}

/** A check that failed where it must not. */
export interface FalseAlarm {
  subject: string;
  check: string;
  reason: string;
  seed: number;
}

export interface Validity {
  lab: string;
  /** Of the contract and the rubric: what the table is true of. */
  digest: string;
  /** The day it was measured (UTC), as in "2027-02-01". */
  on: string;
  checks: number;
  mutants: number;
  killed: number;
  /** Ids of mutants that some check they name did not catch. */
  survived: string[];
  falseAlarms: FalseAlarm[];
  /** Checks that passed in one run of a correct service and not in another. */
  flakes: { subject: string; check: string }[];
  good: { name: string; runs: number; perfect: number }[];
  /** Servers that are no services, what each earned, and what it may earn at most. */
  degenerate: { name: string; score: number | null; most: number }[];
  table: { mutant: string; describes: string; kills: string[] }[];
}

/** How many submissions of a lab may be graded at once on this machine. */
function jobsFor({ cores }: Rubric): number {
  return Math.max(1, Math.floor(availableParallelism() / cores));
}

/** Grades every correct service and every mutant, and says what the grader got wrong. */
export async function verify(options: VerifyOptions): Promise<Validity> {
  const { course, lab } = options;
  const { rubric } = await loadLab(course, lab);
  const { jobs = jobsFor(rubric) } = options;
  const folder = await mkdtemp(join(tmpdir(), 'seeka-verify-'));
  try {
    await using pool = await openPool({ course, workers: jobs });
    const atOnce = pLimit(jobs);
    options.signal?.throwIfAborted();
    const trying = tryAll({ pool, folder, atOnce }, options, rubric);
    return await unlessAborted(trying, options.signal).finally(() => atOnce.clearQueue());
  } finally {
    // Copies that were being made may come and go meanwhile.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  const aborted = once(signal, 'abort').then(() => Promise.reject(signal.reason));
  return Promise.race([work, aborted]);
}

interface Means {
  pool: Pool;
  /** Where copies are made. */
  folder: string;
  /** As many as the pool works on, so that no copy waits. */
  atOnce: ReturnType<typeof pLimit>;
}

async function tryAll(means: Means, options: VerifyOptions, rubric: Rubric): Promise<Validity> {
  const { course, lab } = options;
  const { pool, atOnce } = means;
  const wanted = (await loadMutants(course, lab)).filter(({ id }) => options.mutants?.includes(id) ?? true);
  const subjects = options.mutants ? [] : await goodServices(course, lab);
  const servers = options.mutants ? [] : await degenerateServers(course, lab);
  const count = counter(wanted.length + servers.length + subjects.length * options.runs, options);
  const good = await Promise.all(subjects.map((subject) => gradeOften(pool, options, subject, count)));
  const degenerate = await Promise.all(servers.map((server) => gradeDegenerate(pool, options, server, count)));
  const trials = await Promise.all(wanted.map((mutant) => atOnce(() => tryMutant(means, options, mutant, count))));
  return {
    lab,
    digest: await digestOf(course, lab),
    on: new Date().toISOString().slice(0, 10),
    checks: rubric.checks.length,
    mutants: wanted.length,
    killed: trials.filter(({ survived }) => !survived).length,
    survived: trials.filter(({ survived }) => survived).map(({ mutant }) => mutant.id),
    falseAlarms: [...good, ...trials].flatMap((result) => result.falseAlarms),
    flakes: good.flatMap((result) => result.flakes),
    good: good.map(({ name, runs, perfect }) => ({ name, runs, perfect })),
    degenerate,
    table: wanted.map(({ id, describes, kills }) => ({ mutant: id, describes, kills })),
  };
}

type Count = (what: string) => void;

function counter(total: number, { onProgress }: VerifyOptions): Count {
  let done = 0;
  return (what) => {
    done += 1;
    onProgress?.(done, total, what);
  };
}

async function gradeDegenerate(pool: Pool, { lab }: VerifyOptions, { name, folder, most }: Degenerate, count: Count) {
  const { score } = await pool.grade({ kind: 'folder', lab, folder });
  count(name);
  return { name, score, most };
}

async function gradeOften(pool: Pool, { lab, runs }: VerifyOptions, { name, folder }: Subject, count: Count) {
  const reports = await Promise.all(
    Array.from({ length: runs }, async () => {
      const report = await pool.grade({ kind: 'folder', lab, folder });
      count(name);
      return report;
    }),
  );
  const falseAlarms = reports.flatMap((report) => alarms(name, report, []));
  const failures = (check: string) => falseAlarms.filter((alarm) => alarm.check === check).length;
  const flaky = [...new Set(falseAlarms.map(({ check }) => check))].filter((check) => failures(check) < runs);
  const flakes = flaky.map((check) => ({ subject: name, check }));
  return { name, runs, perfect: reports.filter(({ score }) => score === 100).length, falseAlarms, flakes };
}

/** Grades one mutant, whole unless told otherwise. */
async function tryMutant({ pool, folder }: Means, options: VerifyOptions, mutant: Mutant, count: Count) {
  const { survived, falseAlarms } = await tryMutants(pool, { ...options, folder }, [mutant]);
  count(mutant.id);
  return { mutant, survived: survived.length > 0, falseAlarms };
}

/** Grades a service with these mutants in it, and says which of them some check that they name did not catch. */
export async function tryMutants(
  pool: Pool,
  { course, lab, folder }: Pick<VerifyOptions, 'course' | 'lab'> & { folder?: string },
  mutants: Mutant[],
  how: Pick<GradeOptions, 'checks' | 'checkpoint'> = {},
): Promise<{ survived: string[]; falseAlarms: FalseAlarm[] }> {
  await using copy = await mutated(course, lab, mutants, folder);
  const report = await pool.grade({ kind: 'folder', lab, folder: copy.folder }, how);
  const failed = new Set(report.outcomes.filter(({ status }) => status === 'failed').map(({ id }) => id));
  const survived = mutants.filter(({ kills }) => !kills.every((check) => failed.has(check))).map(({ id }) => id);
  const expected = mutants.flatMap(({ kills }) => kills);
  return { survived, falseAlarms: alarms(`mutant ${mutants.map(({ id }) => id).join(' + ')}`, report, expected) };
}

function alarms(subject: string, { outcomes, notStarted, seed }: Report, expected: string[]): FalseAlarm[] {
  if (notStarted) return [{ subject, check: 'start', reason: notStarted.reason, seed }];
  return outcomes
    .filter(({ id, status }) => (status === 'failed' && !expected.includes(id)) || status === 'faulted')
    .map(({ id, reason = '' }) => ({ subject, check: id, reason, seed }));
}
