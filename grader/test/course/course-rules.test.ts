import { courseText, faultsOf } from './support/courses.ts';

test('labs that do not exist, and times in the wrong order, are refused', () => {
  const text = courseText({
    labs: [
      '09-none: { due: 2027-02-12 23:59 }',
      '01-address: { due: 2027-02-12 23:59, opens: 2027-02-12 23:59 }',
      '02-person: { due: 2027-02-12 23:59, closes: 2027-02-12 23:58 }',
    ],
  });
  expect(faultsOf(text)).toEqual([
    'line 7, column 12: There is no lab "09-none", only 01-address, 02-person, 03-oauth2, 04-profile. Correct it.',
    'line 8, column 47: 01-address opens at 2027-02-12 23:59, not before it is due at 2027-02-12 23:59. Open it earlier.',
    'line 9, column 47: 02-person closes at 2027-02-12 23:58, before it is due at 2027-02-12 23:59. Close it later.',
  ]);
});

test('a lab closes in one way, and takes no more grace days than there are', () => {
  const late = 'late: { closesAfterDays: 2, graceDays: 4 }';
  const lab = `01-address: { due: 2027-02-12 23:59, closes: 2027-02-20 12:00, ${late} }`;
  expect(faultsOf(courseText({ labs: [lab] }))).toEqual([
    'line 7, column 48: 01-address has both closes and late.closesAfterDays. Remove one.',
    expect.stringContaining('01-address may take 4 grace days of 3. Allow no more than that.'),
  ]);
});

test('all labs have a weight or none, and one of them weighs something', () => {
  const lab = (id: string, more = '') => `${id}: { due: 2027-02-12 23:59${more} }`;
  expect(faultsOf(courseText({ labs: [lab('01-address', ', weight: 1'), lab('02-person')] }))).toEqual([
    'line 8, column 14: 02-person has no weight, but others have. Weigh all labs or none.',
  ]);
  expect(faultsOf(courseText({ labs: [lab('01-address', ', weight: 0')] }))).toEqual([
    'line 7, column 3: All weights are 0. Give at least one lab more.',
  ]);
});

test('an extension is of a lab of the file, has days or an end, and gives something', () => {
  const text = courseText({
    extensions: [
      '{ student: ada, lab: 02-person, days: 1, reason: ill }',
      '{ student: ada, reason: ill }',
      '{ student: ada, days: 1, until: 2027-02-20 12:00, reason: ill }',
      '{ student: ada, lab: 01-address, until: 2027-02-12 23:59, reason: ill }',
    ],
  });
  expect(faultsOf(text)).toEqual([
    'line 9, column 26: "02-person" is no lab of this file; it has 01-address. Correct it.',
    'line 10, column 5: The extension of ada has neither days nor until. Write one of them.',
    'line 11, column 5: The extension of ada has both days and until. Write one of them.',
    'line 12, column 45: 2027-02-12 23:59 is no later than 01-address is due, at 2027-02-12 23:59. Give a later time.',
  ]);
});

test('an extension without a reason is refused', () => {
  expect(faultsOf(courseText({ extensions: ['{ student: ada, days: 1 }'] }))).toEqual([
    'line 9, column 5: extensions.0 has no reason. Add it.',
  ]);
});
