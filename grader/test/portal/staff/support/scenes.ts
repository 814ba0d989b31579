import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { type Attempt, Gradebook, type Handed, recordGrade } from '../../../../src/class/gradebook.ts';
import { Queue } from '../../../../src/class/queue.ts';
import { knownLabs } from '../../../../src/cli/labs.ts';
import { readCourse } from '../../../../src/course/course-file.ts';
import type { Member } from '../../../../src/course/roster.ts';
import type { Exchange, Outcome, Report } from '../../../../src/types.ts';
import { sample, stalePut } from '../../../report/samples.ts';

/** A course of two labs in which lateness costs 10 per cent a day. */
export const course = readCourse(
  `
course: Microservices
term: 2027-spring
timeZone: America/New_York
labs:
  01-address: { due: "2027-02-12 23:59" }
  02-person: { due: "2027-03-05 23:59" }
late: { graceDays: 0, perDay: 10, closesAfterDays: 7 }
attempts: { tokens: 5, backAfterHours: 12, counts: best }
extensions:
  - { student: ada, lab: 01-address, days: 1, reason: ill }
`,
  knownLabs(),
);

export const HOSTILE = `<img src=x onerror="alert(1)">{{7*191}}<%= 1 %>`;
export const FORMULA = '=HYPERLINK("https://example.org")';

function student(id: string, name: string, group?: string): Member {
  return { id, name, email: `${id}@example.org`, role: 'student', ...(group ? { group } : {}) };
}

/** Two of a group, one with a name that would be markup, one with a name that would be a formula, and the staff. */
export const members: Member[] = [
  student('ada', 'Ada Lovelace'),
  student('ben', 'Ben Ng', 'red'),
  student('cyd', 'Cyd Ray', 'red'),
  student('dan', HOSTILE),
  student('eve', FORMULA),
  { id: 'prof', name: 'Grace Hopper', email: 'prof@example.org', role: 'instructor' },
  { id: 'tutor', name: 'Alan Kay', email: 'tutor@example.org', role: 'assistant' },
];

/** A gradebook of its own, with its queue. */
export interface Scene extends AsyncDisposable {
  database: FreshDatabase;
  gradebook: Gradebook;
  queue: Queue;
}

/** Opens a gradebook with the members in it. */
export async function openScene(cluster: Cluster, enrolled = members): Promise<Scene> {
  const database = await cluster.fresh();
  const gradebook = await Gradebook.open(database.url);
  const queue = await Queue.open(database.url);
  await gradebook.enrol(enrolled);
  const close = async () => {
    await queue[Symbol.asyncDispose]();
    await gradebook[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  };
  return { database, gradebook, queue, [Symbol.asyncDispose]: close };
}

/** A scene of its own for each test of a file. */
export function sceneForEach(): () => Scene {
  let cluster: Cluster | undefined;
  let scene: Scene | undefined;
  beforeAll(async () => {
    cluster = await openCluster();
  });
  beforeEach(async () => {
    if (cluster) scene = await openScene(cluster);
  });
  afterEach(async () => scene?.[Symbol.asyncDispose]());
  afterAll(async () => cluster?.[Symbol.asyncDispose]());
  return () => {
    if (scene === undefined) throw new Error('There is no scene before the first test.');
    return scene;
  };
}

/** What became of an attempt: its grade, or none of these while it waits. */
export type End = { report: Report } | { fault: string } | { refusal: string } | { waits: true };

const submissionDigest = 'b'.repeat(64);

export const ON_TIME = new Date('2027-02-10T12:00:00Z');
/** Two days late. */
export const LATE = new Date('2027-02-14T12:00:00Z');

/** Hands in and grades. */
export async function attempt(
  { gradebook }: Pick<Scene, 'gradebook'>,
  { batch = 'portal-01-address', member, at = ON_TIME, handed }: Where,
  end: End,
): Promise<Attempt> {
  const to = await gradebook.batch(batch, '01-address', 'digest');
  const what = 'refusal' in end ? { refusal: end.refusal } : (handed ?? { url: 'https://address.example.org' });
  const added = await gradebook.handIn(
    to,
    { member, source: 'mine', notes: [], at, again: true, ...what } as Handed,
    nothing,
  );
  if (!added) throw new Error('It was handed in before.');
  await gradebook.knex.transaction(async (within) => {
    if ('report' in end)
      await recordGrade(
        within,
        added.id,
        { score: end.report.score ?? 0, report: end.report, submissionDigest },
        'test',
      );
    if ('fault' in end) await recordGrade(within, added.id, { score: null, fault: end.fault }, 'test');
  });
  return added;
}

interface Where {
  batch?: string;
  member: string;
  at?: Date;
  handed?: Partial<Handed>;
}

async function nothing(): Promise<void> {
  // It is graded by the test itself.
}

/** The sample report with exactly these checks failed, each for its reason. */
export function reportWith(failed: Record<string, string>, exchange: Exchange = stalePut): Report {
  const outcomes = sample.outcomes.map(({ id, checkpoint, title, clause, points }): Outcome => {
    const outcome = { id, checkpoint, title, clause, points, durationMs: 5 };
    const reason = failed[id];
    if (reason === undefined) return { ...outcome, status: 'passed', earned: points };
    return { ...outcome, status: 'failed', earned: 0, reason, exchange, hints: ['Look.', 'Compare.', 'Do this.'] };
  });
  const earned = (some: Outcome[]) => some.reduce((sum, one) => sum + one.earned, 0);
  const checkpoints = sample.checkpoints.map((one) => ({
    ...one,
    earned: earned(outcomes.filter(({ checkpoint }) => checkpoint === one.id)),
  }));
  return { ...sample, score: Math.round(earned(outcomes)), checkpoints, outcomes };
}
