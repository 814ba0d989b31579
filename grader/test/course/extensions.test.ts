import { standing } from '../../src/course/standing.ts';
import { attempt, courseWith, type Parts } from './support/courses.ts';

const now = '2027-03-20T12:00:00Z';
const labOf = (student: string, parts: Parts, ...attempts: ReturnType<typeof attempt>[]) => {
  const late = '{ graceDays: 0, perDay: 10, closesAfterDays: 2 }';
  const [lab] = standing(courseWith({ late, ...parts }), { id: student }, attempts, now).labs;
  return lab;
};
const at14 = attempt('a', '2027-02-14 12:00', 80);

test('an extension moves the due time and the close of the student it names, and of nobody else in the group', () => {
  const extensions = ['{ student: ada, lab: 01-address, days: 2, reason: ill }'];
  const ada = labOf('ada', { extensions }, at14);
  expect(ada).toMatchObject({
    points: 80,
    lateDays: 0,
    due: '2027-02-14T23:59:00+01:00',
    closes: '2027-02-16T23:59:00+01:00',
  });
  expect(ada?.says.deadline).toBe(
    'Due 14 Feb 2027, 23:59 (+01:00), extended from 12 Feb 2027, 23:59 (+01:00); closes 16 Feb 2027, 23:59 (+01:00).',
  );
  expect(labOf('bob', { extensions }, at14)).toMatchObject({ points: 64, lateDays: 2 });
});

test('extensions do not add up: the kindest counts', () => {
  const extensions = [
    '{ student: ada, days: 1, reason: ill }',
    '{ student: ada, lab: 01-address, until: 2027-02-14 08:00, reason: moved }',
    '{ student: ada, days: 1, reason: ill }',
  ];
  expect(labOf('ada', { extensions })?.due).toBe('2027-02-14T08:00:00+01:00');
});

test('an extension of all labs shortens none', () => {
  const extensions = ['{ student: ada, until: 2027-01-10 12:00, reason: ill }'];
  expect(labOf('ada', { extensions })?.due).toBe('2027-02-12T23:59:00+01:00');
});

test('where the latest counts, an extension that ends before the due time brings no earlier attempt back', () => {
  const attempts = '{ tokens: 5, backAfterHours: 1, counts: latest }';
  const extensions = ['{ student: ada, until: 2027-01-10 12:00, reason: ill }'];
  const tries = [attempt('a', '2027-01-10 12:00', 80), attempt('b', '2027-02-12 12:00', 40)];
  expect(labOf('ada', { attempts, extensions }, ...tries)).toMatchObject({ attempt: 'b', points: 40 });
});

test('an extension of another lab changes nothing', () => {
  const labs = ['01-address: { due: 2027-02-12 23:59 }', '02-person: { due: 2027-03-05 23:59 }'];
  const extensions = ['{ student: ada, lab: 02-person, days: 5, reason: ill }'];
  expect(labOf('ada', { labs, extensions })?.due).toBe('2027-02-12T23:59:00+01:00');
});

test('beyond a closing time for everybody a lab stays open for an extension, until its due time', () => {
  const labs = ['01-address: { due: 2027-02-12 23:59, closes: 2027-02-13 12:00 }'];
  const closes = (days: number) =>
    labOf('ada', { labs, extensions: [`{ student: ada, days: ${days}, reason: ill }`] })?.closes;
  expect(closes(1)).toBe('2027-02-13T23:59:00+01:00');
  expect(closes(3)).toBe('2027-02-15T23:59:00+01:00');
});

test('where the latest counts, a worse attempt that only the extension lets in takes nothing away', () => {
  const attempts = '{ tokens: 5, backAfterHours: 1, counts: latest }';
  const extensions = ['{ student: ada, days: 2, reason: ill }'];
  const tries = [attempt('a', '2027-02-12 12:00', 80), attempt('b', '2027-02-15 12:00', 40)];
  const lab = labOf('ada', { attempts, extensions }, ...tries);
  expect(lab).toMatchObject({ attempt: 'a', points: 80 });
  expect(lab?.says.attempt).toContain('counts: the later one, which only an extension lets in, gives less.');
});
