import { standing } from '../../src/course/standing.ts';
import { attempt, courseWith, type Parts } from './support/courses.ts';

const two = ['01-address: { due: 2027-02-12 23:59, weight: 25 }', '02-person: { due: 2027-03-05 23:59, weight: 75 }'];
const late = '{ graceDays: 2, perDay: 10, closesAfterDays: 7 }';
const now = '2027-03-20T12:00:00Z';
const stand = (parts: Parts, ...attempts: ReturnType<typeof attempt>[]) =>
  standing(courseWith({ labs: two, late, ...parts }), { id: 'ada' }, attempts, now);
const graceOf = (it: ReturnType<typeof stand>) => it.labs.map(({ graceDays }) => graceDays);

test('grace days go where they are worth most for the total', () => {
  const it = stand({}, attempt('a', '2027-02-14 12:00', 100), attempt('b', '2027-03-07 12:00', 80, '02-person'));
  expect(graceOf(it)).toEqual([0, 2]);
  expect(it.labs.map(({ points }) => points)).toEqual([80, 80]);
  expect(it.graceDays).toEqual({ used: 2, left: 0, of: 2 });
  expect(it.says).toEqual({
    graceDays: '2 of 2 grace days used: 2 on 02-person.',
    total: '80 of 100: 01-address 80 (25 %), 02-person 80 (75 %).',
  });
});

test('among equal labs grace days go to the one that is due first', () => {
  const labs = ['02-person: { due: 2027-03-05 23:59 }', '01-address: { due: 2027-02-12 23:59 }'];
  const it = stand({ labs }, attempt('a', '2027-02-14 12:00', 80), attempt('b', '2027-03-07 12:00', 80, '02-person'));
  expect(it.labs.map(({ lab, graceDays }) => [lab, graceDays])).toEqual([
    ['02-person', 0],
    ['01-address', 2],
  ]);
});

test('of two ways to the same total the one with fewer grace days is taken', () => {
  const labs = ['01-address: { due: 2027-02-12 23:59 }', '02-person: { due: 2027-03-05 23:59 }'];
  const it = stand(
    { labs },
    attempt('a', '2027-02-12 12:00', 90),
    attempt('b', '2027-02-14 12:00', 100),
    attempt('c', '2027-03-06 12:00', 100, '02-person'),
  );
  expect(it.labs.map(({ points }) => points)).toEqual([90, 100]);
  expect(graceOf(it)).toEqual([0, 1]);
});

test('grace days are taken for the attempt that counts only', () => {
  const it = stand({}, attempt('a', '2027-02-12 12:00', 90), attempt('b', '2027-02-14 12:00', 85));
  expect(it.graceDays).toEqual({ used: 0, left: 2, of: 2 });
});

test('a grace day that gains nothing stays in the bank', () => {
  const steep = '{ graceDays: 2, perDay: 50, closesAfterDays: 7 }';
  expect(graceOf(stand({ late: steep }, attempt('a', '2027-02-16 12:00', 90)))).toEqual([0, 0]);
});

test('a lab takes no more of the bank than it may', () => {
  const labs = ['01-address: { due: 2027-02-12 23:59, late: { graceDays: 1 } }'];
  expect(stand({ labs }, attempt('a', '2027-02-14 12:00', 80)).labs[0]?.says.points).toBe(
    '2 days late, 1 grace day used, 1 day at 10 %: 80 → 72',
  );
});

test('the total is rounded once, from points that are not', () => {
  const labs = ['01-address: { due: 2027-02-12 23:59 }', '02-person: { due: 2027-03-05 23:59 }'];
  const scores = [attempt('a', '2027-02-12 12:00', 50.04), attempt('b', '2027-03-05 12:00', 50.06, '02-person')];
  const it = stand({ labs }, ...scores);
  expect(it.labs.map(({ points }) => points)).toEqual([50, 50.1]);
  expect(it.total).toBe(50.1); // 50.05
});

test('a lab without points counts as nothing', () => {
  const it = stand({}, attempt('a', '2027-02-12 12:00', 80));
  expect(it.total).toBe(20);
  expect(it.says.total).toBe('20 of 100: 01-address 80 (25 %), 02-person nothing yet (75 %).');
});
