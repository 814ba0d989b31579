import { standing } from '../../src/course/standing.ts';
import { attempt, courseWith } from './support/courses.ts';

const attempts = '{ tokens: 2, backAfterHours: 12, counts: best }';
const labAt = (now: string, ...tries: ReturnType<typeof attempt>[]) =>
  standing(courseWith({ attempts }), { id: 'ada' }, tries, attempt('now', now, 0).at).labs[0];

const first = attempt('a', '2027-02-10 08:00', 50);
const second = attempt('b', '2027-02-10 10:00', 60);

test('an attempt spends a token, which comes back so many hours after', () => {
  expect(labAt('2027-02-10 08:00', first)?.tokens).toEqual({ left: 1, of: 2, nextAt: '2027-02-10T20:00:00+01:00' });
  const both = labAt('2027-02-10 10:00', first, second);
  expect(both?.tokens).toEqual({ left: 0, of: 2, nextAt: '2027-02-10T20:00:00+01:00' });
  expect(both?.says.tokens).toBe('0 of 2 attempts left. The next comes back at 10 Feb 2027, 20:00 (+01:00).');
  expect(labAt('2027-02-10 20:00', first, second)?.tokens).toEqual({
    left: 1,
    of: 2,
    nextAt: '2027-02-10T22:00:00+01:00',
  });
  expect(labAt('2027-02-10 22:00', first, second)?.tokens).toEqual({ left: 2, of: 2, nextAt: null });
});

test('an attempt that the grader failed to judge costs no token', () => {
  expect(labAt('2027-02-10 10:00', first, { ...second, score: null })?.tokens.left).toBe(1);
});

test('an attempt without a token is recorded, does not count, and spends none', () => {
  const third = attempt('c', '2027-02-10 11:00', 100);
  const lab = labAt('2027-02-10 20:00', first, second, third);
  expect(lab).toMatchObject({ attempt: 'b', points: 60, tokens: { left: 1 } });
  expect(lab?.says.attempt).toContain('1 attempt came when no token was left: not counted.');
});

test('a token that is just back may be spent', () => {
  const third = attempt('c', '2027-02-10 20:00', 100);
  expect(labAt('2027-02-10 20:00', first, second, third)).toMatchObject({
    attempt: 'c',
    points: 100,
    tokens: { left: 0 },
  });
});

test('hours are hours: a change of the clocks moves the time at which a token is back', () => {
  const night = attempt('a', '2027-03-27T20:00:00+01:00', 50);
  const late = '{ graceDays: 0, perDay: 1, closesAfterDays: 100 }';
  const lab = standing(courseWith({ attempts, late }), { id: 'ada' }, [night], night.at).labs[0];
  expect(lab?.tokens.nextAt).toBe('2027-03-28T09:00:00+02:00');
});

test('each lab has tokens of its own', () => {
  const labs = [
    '01-address: { due: 2027-02-12 23:59 }',
    '02-person: { due: 2027-03-05 23:59, attempts: { tokens: 3 } }',
  ];
  const it = standing(courseWith({ attempts, labs }), { id: 'ada' }, [first, second], second.at);
  expect(it.labs.map(({ tokens }) => tokens.left)).toEqual([0, 3]);
});

test('of two attempts in one second and one token, the id decides, in whatever order they are given', () => {
  const one = '{ tokens: 1, backAfterHours: 12, counts: best }';
  const [a, b] = [first, { ...first, id: 'b', score: 90 }];
  const counted = (...tries: (typeof a)[]) =>
    standing(courseWith({ attempts: one }), { id: 'ada' }, tries, a.at).labs[0];
  expect(counted(a, b)?.attempt).toBe('a');
  expect(counted(b, a)?.attempt).toBe('a');
});
