import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCourse } from '../../src/course/course-file.ts';
import { courseText, courseWith, faultsOf, labs } from './support/courses.ts';

test('the documented example is a course', async () => {
  const source = await readFile(join(import.meta.dirname, '../../src/course/course-file.ts'), 'utf8');
  const example = /```yaml\n(.*?)```/s.exec(source)?.[1]?.replaceAll(/^ \* ?/gm, '') ?? '';
  const course = readCourse(example, labs);
  expect(course.labs.map(({ lab, due }) => [lab, due.toString({ timeZoneName: 'never' })])).toEqual([
    ['01-address', '2027-02-12T23:59:00+01:00'],
    ['02-person', '2027-03-05T23:59:00+01:00'],
    ['03-oauth2', '2027-03-28T03:30:00+02:00'],
    ['04-profile', '2027-04-30T23:59:00+02:00'],
  ]);
  expect(course.extensions.map(({ student }) => student)).toEqual(['s0012345', 's0067890']);
  expect(course.labs.map(({ late }) => late.graceDays)).toEqual([3, 1, 3, 3]);
  expect(course.labs.map(({ attempts }) => attempts.tokens)).toEqual([5, 5, 5, 8]);
});

test('a lab has the policies of the course but for what it says itself', () => {
  const lab = '01-address: { due: 2027-02-12 23:59, late: { perDay: 12.5 }, attempts: { counts: latest } }';
  expect(courseWith({ labs: [lab] }).labs[0]).toMatchObject({
    weight: 1,
    late: { graceDays: 3, perDay: 12.5, closesAfterDays: 7 },
    attempts: { tokens: 5, backAfterHours: 12, counts: 'latest' },
  });
});

test('a time that exists twice is the later one when due, the earlier one when it opens', () => {
  const lab = '01-address: { opens: 2027-10-31 02:15, due: 2027-10-31 02:30, closes: 2027-10-31 02:45 }';
  const { opens, due, closes } = courseWith({ labs: [lab] }).labs[0] ?? {};
  expect([opens?.offset, due?.offset, closes?.offset]).toEqual(['+02:00', '+01:00', '+01:00']);
});

test('a time that does not exist is the later one when due, the earlier one when it opens', () => {
  const lab = '01-address: { opens: 2027-03-28 02:30, due: 2027-03-28T02:30 }';
  const { opens, due } = courseWith({ labs: [lab] }).labs[0] ?? {};
  expect(opens?.toPlainTime().toString()).toBe('01:30:00');
  expect(due?.toPlainTime().toString()).toBe('03:30:00');
});

test('a student’s id keeps its zeros without quotation marks', () => {
  const course = courseWith({ extensions: ['{ student: 0012345, days: 1, reason: ill }'] });
  expect(course.extensions[0]?.student).toBe('0012345');
});

test('what the form forbids is told all at once, with line and column', () => {
  const text = courseText({
    late: '{ graceDays: 3, perDay: 10.001, closes: 7 }',
    attempts: '{ tokens: 0, backAfterHours: 12, counts: last }',
    labs: ['01-address: { due: 12.02.2027, weigth: 3 }', '02-person:'],
  });
  expect(faultsOf(text.replace('term: Spring 2027', 'term: 2027'))).toEqual([
    'line 2, column 7: term must be a text of at most 200 characters (a number in quotation marks), not 2027.',
    'line 4, column 7: late has no closesAfterDays. Add it.',
    'line 4, column 31: late.perDay must be a number from 0 to 100 with at most two decimals, not 10.001.',
    'line 4, column 39: late cannot have "closes", only graceDays, perDay, closesAfterDays. Remove or correct it.',
    'line 5, column 21: attempts.tokens must be a whole number from 1 to 1000, not 0.',
    'line 5, column 52: attempts.counts must be "best" or "latest", not "last".',
    'line 7, column 22: labs.01-address.due must be a local time such as "2027-02-12 23:59", not "12.02.2027".',
    'line 7, column 34: labs.01-address cannot have "weigth", only due, opens, closes, weight, late, attempts. Remove or correct it.',
    'line 8, column 13: labs.02-person must be a map with due, opens, closes, weight, late, attempts, not null.',
  ]);
});

test('broken YAML and a key that stands twice are told with line and column', () => {
  expect(faultsOf('course: [1, 2')[0]).toMatch(/^line 1, column 14: .*Mend the YAML\.$/);
  expect(faultsOf(`${courseText()}\nterm: Autumn`)[0]).toMatch(/^line 8, column 1: Map keys must be unique/);
  expect(faultsOf('')).toEqual([expect.stringMatching(/^line 1, column 1: The file must be a map with course, term/)]);
});

test('a fault in what an alias stands for is told at the alias too', () => {
  const text = courseText({ labs: ['01-address: &same { due: 2027-02-29 23:59 }', '02-person: *same'] });
  expect(faultsOf(text)).toEqual([
    'line 7, column 28: The calendar has no 2027-02-29. Correct the day.',
    'line 8, column 14: The calendar has no 2027-02-29. Correct the day.',
  ]);
});

test('a file of aliases that would grow without end is refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...[...'bcdefgh'].map((it, at) => `${it}: &${it} [${`*${'abcdefg'[at]},`.repeat(10)}]`),
  ];
  expect(faultsOf(bomb.join('\n'))[0]).toContain('Write it out instead');
  expect(faultsOf('#'.repeat(1_000_001))[0]).toContain('more than 1 MB');
});

test.each(['Berlin', '+01:00', 'Europe/Brelin'])('%s is no time zone', (timeZone) => {
  expect(faultsOf(courseText({ timeZone }))).toEqual([
    `line 3, column 11: There is no time zone "${timeZone}". Use an IANA name such as Europe/Berlin.`,
  ]);
});

test('a day that the calendar does not have is refused where it stands', () => {
  const text = courseText({
    labs: ['01-address: { due: 2027-02-29 23:59 }'],
    extensions: ['{ student: ada, until: 2027-04-31 12:00, reason: ill }'],
  });
  expect(faultsOf(text)).toEqual([
    'line 7, column 22: The calendar has no 2027-02-29. Correct the day.',
    'line 9, column 28: The calendar has no 2027-04-31. Correct the day.',
  ]);
});

test('an extension of somebody whom the roster does not have is told where it stands', () => {
  const text = courseText({
    extensions: ['{ student: adda, days: 1, reason: ill }', '{ student: bob, days: 1, reason: ill }'],
  });
  expect(faultsOf(text, [{ id: 'ada' }, { id: 'bob' }])).toEqual([
    'line 9, column 16: An extension names adda, whom the roster does not have. Correct the id.',
  ]);
});

test('a number that is none is shown as it is written', () => {
  expect(faultsOf(courseText({ late: '{ graceDays: 3, perDay: .nan, closesAfterDays: 7 }' }))).toEqual([
    expect.stringContaining('late.perDay must be a number from 0 to 100 with at most two decimals, not NaN.'),
  ]);
});
