import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { extensionsOf, grantExtension, withdrawExtension } from '../../../src/class/extensions.ts';
import { Gradebook } from '../../../src/class/gradebook.ts';
import { forget } from '../../../src/class/keeping.ts';
import { termOf } from '../../../src/class/term.ts';
import type { Member } from '../../../src/course/roster.ts';
import type { PortalParts } from '../../../src/portal/parts.ts';
import { standingsFor } from '../../../src/portal/student/mine.ts';
import { course } from './support/scenes.ts';

let cluster: Cluster;
let database: FreshDatabase;
let gradebook: Gradebook;
beforeAll(async () => {
  cluster = await openCluster();
});
beforeEach(async () => {
  database = await cluster.fresh();
  gradebook = await Gradebook.open(database.url);
  const member = (id: string, role: 'student' | 'instructor') => ({ id, name: id, email: `${id}@example.org`, role });
  await gradebook.enrol([member('ada', 'student'), member('bob', 'student'), member('prof', 'instructor')]);
});
afterEach(async () => {
  await gradebook?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
});

const now = () => new Date('2027-01-01T00:00:00Z');

/** As the staff's tables have them, which the student's own pages must have too. */
async function duesOf(id: string): Promise<string[]> {
  const [told] = await termOf(gradebook, course, [{ id, name: id, email: id, role: 'student' }], now());
  const roll = { course, groupOf: (member: Member) => [member] };
  const own = await standingsFor({ roll, gradebook, now } as unknown as PortalParts, { id } as Member);
  expect(own.standing.labs).toEqual(told?.labs);
  return own.standing.labs.map(({ due }) => due.slice(0, 16));
}

test('more time granted in the portal counts beside that of the course file; of several the kindest', async () => {
  await grantExtension(gradebook, course, { student: 'ada', lab: '01-address', days: 3, reason: 'ill again' }, 'prof');
  await grantExtension(gradebook, course, { student: 'ada', lab: '01-address', days: 2, reason: 'mistake' }, 'prof');
  await grantExtension(gradebook, course, { student: 'bob', until: '2027-03-01 12:00', reason: 'moved' }, 'prof');
  expect(await duesOf('ada')).toEqual(['2027-02-15T23:59', '2027-03-05T23:59']);
  // The second lab is due later than that, so it keeps its time.
  expect(await duesOf('bob')).toEqual(['2027-03-01T12:00', '2027-03-05T23:59']);
});

test('it is withdrawn with a reason and stays to be seen', async () => {
  await grantExtension(gradebook, course, { student: 'bob', lab: '01-address', days: 3, reason: 'ill' }, 'prof');
  const [granted] = await extensionsOf(gradebook, 'bob');
  await withdrawExtension(gradebook, granted?.id ?? 0, 'tutor', 'the certificate was for ada');
  expect(await duesOf('bob')).toEqual(['2027-02-12T23:59', '2027-03-05T23:59']);
  expect(await extensionsOf(gradebook, 'bob')).toMatchObject([
    { grantedBy: 'prof', reason: 'ill', withdrawnBy: 'tutor', withdrawnReason: 'the certificate was for ada' },
  ]);
  await expect(withdrawExtension(gradebook, granted?.id ?? 0, 'tutor', 'twice')).rejects.toThrow('withdrawn before');
});

const refused = [
  ['a stranger', { student: 'zoe', days: 1, reason: 'ill' }, 'student', 'no student "zoe"'],
  ['an instructor', { student: 'prof', days: 1, reason: 'ill' }, 'student', 'no student "prof"'],
  ['neither days nor until', { student: 'ada', reason: 'ill' }, 'days', 'neither days nor until'],
  ['both', { student: 'ada', days: 1, until: '2027-03-01 12:00', reason: 'ill' }, 'days', 'both days and until'],
  ['half a day', { student: 'ada', days: 0.5, reason: 'ill' }, 'days', 'a whole number from 1 to 366'],
  ['a day that is none', { student: 'ada', until: '2027-02-30 12:00', reason: 'ill' }, 'until', 'no 2027-02-30'],
  ['another form', { student: 'ada', until: 'tomorrow', reason: 'ill' }, 'until', 'a local time such as'],
  ['an unknown lab', { student: 'ada', lab: '09-moon', days: 1, reason: 'ill' }, 'lab', 'is no lab'],
  ['no reason', { student: 'ada', days: 1, reason: '' }, 'reason', 'It is missing'],
  ['an endless reason', { student: 'ada', days: 1, reason: 'x'.repeat(501) }, 'reason', 'at most 500 characters.'],
  [
    'a time before the lab is due',
    { student: 'ada', lab: '01-address', until: '2027-02-01 12:00', reason: 'ill' },
    'until',
    'no later than 01-address is due',
  ],
] as const;

test.each(refused)('%s is refused as in the course file, at its field', async (_what, draft, field, words) => {
  await expect(grantExtension(gradebook, course, draft, 'prof')).rejects.toMatchObject({
    name: 'ExtensionRefused',
    faults: expect.arrayContaining([{ field, message: expect.stringContaining(words) }]),
  });
  expect(await extensionsOf(gradebook)).toEqual([]);
});

test('what is forgotten of a member are the extensions too', async () => {
  await grantExtension(gradebook, course, { student: 'bob', days: 3, reason: 'ill' }, 'prof');
  await forget(gradebook, 'bob');
  expect(await extensionsOf(gradebook)).toEqual([]);
});
