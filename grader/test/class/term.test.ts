import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { parse } from 'csv-parse/sync';
import { Gradebook, recordGrade } from '../../src/class/gradebook.ts';
import { termCsv, termOf } from '../../src/class/term.ts';
import { knownLabs } from '../../src/cli/labs.ts';
import { readCourse } from '../../src/course/course-file.ts';
import type { Report } from '../../src/types.ts';
import { seeka, temporaryFolder } from '../cli/seeka.ts';

let cluster: Cluster;
let database: FreshDatabase;
let gradebook: Gradebook;
beforeAll(async () => {
  cluster = await openCluster();
  database = await cluster.fresh();
  gradebook = await Gradebook.open(database.url);
  await gradebook.enrol([...members, ...others]);
});
afterAll(async () => {
  await gradebook?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

function student(id: string) {
  return { id, name: `${id} Example`, email: `${id}@example.org`, role: 'student' as const };
}

const members = [student('ada'), ...['bob', 'cyd'].map((id) => ({ ...student(id), group: 'red' }))];
const others = ['dan', 'eve'].map(student);

const yaml = `
course: Microservices
term: 2027-spring
timeZone: America/New_York
labs:
  01-address: { due: "2027-02-12 23:59" }
late: { graceDays: 1, perDay: 10, closesAfterDays: 7 }
attempts: { tokens: 5, backAfterHours: 12, counts: best }
extensions: []
`;

async function graded(id: string, at: string, scores: Record<string, number>): Promise<void> {
  const batch = await gradebook.batch(id, '01-address', 'digest');
  for (const [member, score] of Object.entries(scores)) {
    const handed = { member, source: member, notes: [], url: 'https://address.example.org', at: new Date(at) };
    await gradebook.handIn(batch, handed, async (attempt, within) => {
      await recordGrade(within, attempt.id, { score, report: { outcomes: [] } as unknown as Report }, 'test');
    });
  }
}

test('each batch is an attempt, judged by the dates and policies of the term; a group shares it', async () => {
  await graded('01-address-aaa-1', '2027-02-10T12:00:00Z', { ada: 60, bob: 50 });
  // The same roster once more: it replaces the first grading.
  await graded('01-address-aaa-2', '2027-02-10T12:00:00Z', { ada: 70, bob: 50 });
  // Two days late: one grace day, one at 10 %.
  await graded('01-address-bbb-1', '2027-02-14T12:00:00Z', { bob: 90 });
  const course = readCourse(yaml, knownLabs());
  const term = await termOf(gradebook, course, members, new Date('2027-03-01T00:00:00Z'));
  const rows: Record<string, string>[] = parse(termCsv(course, members, term), { columns: true });
  expect(rows.map((row) => [row.id, row['01-address'], row.total, row['grace days left']])).toEqual([
    ['ada', '70', '70', '1'],
    ['bob', '81', '81', '0'],
    ['cyd', '81', '81', '0'],
  ]);
  expect(rows[1]?.how).toContain('90 → 81');
});

test('a grading that is begun again replaces nobody’s score before it gives one', async () => {
  await graded('01-address-ccc-1', '2027-02-10T12:00:00Z', { dan: 60, eve: 50 });
  const course = readCourse(yaml, knownLabs());
  const pointsOf = async () => {
    const term = await termOf(gradebook, course, others, new Date('2027-03-01T00:00:00Z'));
    return term.map(({ labs }) => labs[0]?.points);
  };
  const again = await gradebook.batch('01-address-ccc-2', '01-address', 'digest');
  expect(await pointsOf()).toEqual([60, 50]);
  const handed = { member: 'eve', source: 'eve', notes: [], url: 'https://address.example.org' };
  await gradebook.handIn(again, { ...handed, at: new Date('2027-02-10T12:00:00Z') }, async ({ id }, within) => {
    await recordGrade(within, id, { score: null, fault: 'no port' }, 'test');
  });
  expect(await pointsOf()).toEqual([60, 50]);
  await graded(again.id, '2027-02-10T12:00:00Z', { dan: 40 });
  expect(await pointsOf()).toEqual([40, 50]);
});

test('files that are handed in once are one attempt, from when they first were, whatever rosters they are graded with', async () => {
  const roster = ['fay', 'gil', 'hal'].map((id) => ({ ...student(id), ...(id === 'fay' ? {} : { group: 'blue' }) }));
  await gradebook.enrol(roster);
  const hand = async (id: string, at: string, member: string, digest: string, score: number) => {
    const parcel = { digest, bytes: Buffer.from(digest), notes: [] };
    const batch = await gradebook.batch(id, '01-address', 'digest');
    const handed = { member, source: id, notes: [], parcel, at: new Date(at) };
    await gradebook.handIn(batch, handed, async (attempt, within) => {
      const grade = { score, report: { outcomes: [] } as unknown as Report, submissionDigest: digest };
      await recordGrade(within, attempt.id, grade, 'test');
    });
  };
  await hand('01-address-ddd-1', '2027-02-10T12:00:00Z', 'fay', 'f1', 60);
  await hand('01-address-ddd-1', '2027-02-10T12:00:00Z', 'gil', 'g1', 50);
  await hand('01-address-eee-1', '2027-03-20T12:00:00Z', 'fay', 'f1', 70);
  await hand('01-address-eee-1', '2027-02-11T12:00:00Z', 'hal', 'g2', 40);
  const course = readCourse(yaml, knownLabs());
  const term = await termOf(gradebook, course, roster, new Date('2027-02-11T13:00:00Z'));
  expect(term.map(({ labs }) => [labs[0]?.points, labs[0]?.tokens.left])).toEqual([
    [70, 5],
    [50, 4],
    [50, 4],
  ]);
  const [fay, gil]: { how: string }[] = parse(termCsv(course, roster, term), { columns: true });
  expect(fay?.how).toContain(
    'On time: 70. Attempt 01-address-eee-1/fay of 10 Feb 2027, 07:00 (-05:00) counts: the only one.',
  );
  expect(fay?.how).toContain('Graded again, and so not counted: 01-address-ddd-1/fay.');
  expect(gil?.how).toContain('the best of 2 after penalty');
});

test('from the command line, with the faults of course.yaml told by their place', async () => {
  await using folder = await temporaryFolder({
    'course.yaml': yaml,
    'roster.csv': 'id,name,email\nada,Ada,ada@example.org',
  });
  const words = (course: string) => [
    ...['class', 'standing', '--course', join(folder.path, course), '--roster', join(folder.path, 'roster.csv')],
    ...['--out', join(folder.path, 'standing.csv'), '--database', database.url],
  ];
  expect((await seeka(...words('course.yaml'))).stdout).toMatch(/standing\.csv: 1 students, 1 labs\.\n$/);
  await writeFile(join(folder.path, 'wrong.yaml'), yaml.replace('America/New_York', 'Mars/Olympus'));
  const wrong = await seeka(...words('wrong.yaml'));
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/wrong\.yaml: .*line 4/s) });
});
