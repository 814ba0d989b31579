import { standing } from '../../src/course/standing.ts';
import { attempt, courseWith, type Parts } from './support/courses.ts';

const now = '2027-02-20T12:00:00Z';
const ada = { id: 'ada' };

function labOf(parts: Parts, ...attempts: ReturnType<typeof attempt>[]) {
  const [lab] = standing(courseWith(parts), ada, attempts, now).labs;
  if (!lab) throw new Error('The course has no lab.');
  return lab;
}

const oneGrace = { late: '{ graceDays: 1, perDay: 10, closesAfterDays: 7 }' };
const noGrace = { late: '{ graceDays: 0, perDay: 10, closesAfterDays: 7 }' };

test('an attempt in time keeps its points, at the due second too', () => {
  const lab = labOf({}, attempt('a', '2027-02-12T23:59:00+01:00', 84));
  expect(lab).toMatchObject({ attempt: 'a', earned: 84, points: 84, lateDays: 0, graceDays: 0, penalty: 0 });
  expect(lab.says).toEqual({
    points: 'On time: 84',
    attempt: 'Attempt a of 12 Feb 2027, 23:59 (+01:00) counts: the only one.',
    deadline: 'Due 12 Feb 2027, 23:59 (+01:00); closes 19 Feb 2027, 23:59 (+01:00).',
    tokens: '5 of 5 attempts left.',
  });
});

test('each day begun is a day: grace first, then per cent of the points earned', () => {
  const lab = labOf(oneGrace, attempt('a', '2027-02-14 10:00', 84));
  expect(lab).toMatchObject({ points: 75.6, earned: 84, lateDays: 2, graceDays: 1, penalty: 10 });
  expect(lab.says.points).toBe('2 days late, 1 grace day used, 1 day at 10 %: 84 → 75.6');
});

test('one second late is one day late', () => {
  expect(labOf(noGrace, attempt('a', '2027-02-12T23:59:01+01:00', 80)).says.points).toBe(
    '1 day late, 1 day at 10 %: 80 → 72',
  );
  expect(labOf({}, attempt('a', '2027-02-12T23:59:01+01:00', 80)).says.points).toBe('1 day late, 1 grace day used: 80');
});

test('a penalty takes no more than all points', () => {
  const late = '{ graceDays: 0, perDay: 30, closesAfterDays: 7 }';
  expect(labOf({ late }, attempt('a', '2027-02-18 12:00', 84))).toMatchObject({ points: 0, penalty: 100, lateDays: 6 });
});

test('points are rounded once, half up, to one decimal', () => {
  const late = '{ graceDays: 0, perDay: 12.5, closesAfterDays: 7 }';
  expect(labOf({ late }, attempt('a', '2027-02-13 12:00', 66)).points).toBe(57.8); // 57.75
  expect(labOf({}, attempt('a', '2027-02-12 12:00', 66.65)).points).toBe(66.7); // no 66.65 in binary
  expect(labOf({}, attempt('a', '2027-02-12 12:00', 200 / 3)).points).toBe(66.7);
});

test('after the hard close an attempt is recorded and does not count', () => {
  const last = labOf({}, attempt('a', '2027-02-19 23:59', 84));
  expect(last.points).toBe(50.4);
  const lab = labOf({}, attempt('a', '2027-02-19T23:59:01+01:00', 84));
  expect(lab).toMatchObject({ attempt: null, points: null, earned: null, lateDays: 0, graceDays: 0 });
  expect(lab.says.points).toBe('No points yet.');
  expect(lab.says.attempt).toBe('1 attempt came after the close at 19 Feb 2027, 23:59 (+01:00): not counted.');
});

test('one closing time for everybody goes before the days', () => {
  const labs = ['01-address: { due: 2027-02-12 23:59, closes: 2027-02-13 12:00 }'];
  expect(labOf({ labs }, attempt('a', '2027-02-13 12:00', 84)).points).toBe(84);
  expect(labOf({ labs }, attempt('a', '2027-02-13 12:01', 84)).points).toBeNull();
});

test('an attempt before the opening does not count', () => {
  const labs = ['01-address: { due: 2027-02-12 23:59, opens: 2027-02-01 08:00 }'];
  expect(labOf({ labs }, attempt('a', '2027-02-01 08:00', 84)).points).toBe(84);
  const early = labOf({ labs }, attempt('a', '2027-02-01 07:59', 84));
  expect(early.points).toBeNull();
  expect(early.says.attempt).toBe('1 attempt came before the opening at 1 Feb 2027, 08:00 (+01:00): not counted.');
});

test('the best attempt counts after penalty, not before', () => {
  const attempts = [attempt('a', '2027-02-12 12:00', 80), attempt('b', '2027-02-14 12:00', 95)];
  const lab = labOf(noGrace, ...attempts);
  expect(lab).toMatchObject({ attempt: 'a', points: 80 });
  expect(lab.says.attempt).toBe('Attempt a of 12 Feb 2027, 12:00 (+01:00) counts: the best of 2 after penalty.');
  expect(labOf({}, ...attempts)).toMatchObject({ attempt: 'b', points: 95, graceDays: 2 });
});

test('of equal attempts the one that spends no grace day counts', () => {
  expect(labOf({}, attempt('b', '2027-02-13 12:00', 80), attempt('a', '2027-02-11 12:00', 80))).toMatchObject({
    attempt: 'a',
    graceDays: 0,
  });
});

test('where the latest counts, a worse one counts too, unless it came after the close', () => {
  const latest = { ...noGrace, attempts: '{ tokens: 5, backAfterHours: 1, counts: latest }' };
  const attempts = [attempt('a', '2027-02-12 12:00', 80), attempt('b', '2027-02-13 12:00', 50)];
  const lab = labOf(latest, ...attempts, attempt('c', '2027-02-20 00:00', 100));
  expect(lab).toMatchObject({ attempt: 'b', points: 45 });
  expect(lab.says.attempt).toBe(
    'Attempt b of 13 Feb 2027, 12:00 (+01:00) counts: the latest. ' +
      '1 attempt came after the close at 19 Feb 2027, 23:59 (+01:00): not counted.',
  );
});

test('an attempt that the grader failed to judge neither counts nor takes the place of one that does', () => {
  const lab = labOf({}, attempt('a', '2027-02-12 12:00', 80), attempt('b', '2027-02-12 13:00', null));
  expect(lab).toMatchObject({ attempt: 'a', points: 80 });
  expect(lab.says.attempt).toContain('1 attempt could not be graded, by no fault of yours: no token spent.');
  expect(labOf({}, attempt('b', '2027-02-12 13:00', null)).points).toBeNull();
});

test('without attempts there are no points, and nothing is lost', () => {
  const lab = labOf({});
  expect(lab).toMatchObject({ attempt: null, points: null, tokens: { left: 5, of: 5, nextAt: null } });
  expect(lab.says).toMatchObject({ points: 'No points yet.', attempt: 'No attempt yet.' });
});

test.each([
  [{ ...attempt('a', '2027-02-12 12:00', 80), lab: '02-person' }, 'which the course file does not have'],
  [attempt('a', '2027-02-12 12:00', 101), 'has the score 101'],
  [attempt('a', '2027-02-12 12:00', Number.NaN), 'has the score NaN'],
  [{ ...attempt('a', '', 1), at: '2027-02-12 12:00' }, 'Give it as RFC 3339'],
])('an impossible attempt is refused: %j', (wrong, message) => {
  expect(() => labOf({}, wrong)).toThrow(message);
});

test('an attempt that is given twice is refused', () => {
  const twice = attempt('a', '2027-02-12 12:00', 80);
  expect(() => labOf({}, twice, twice)).toThrow('Attempt a is given twice. Give each attempt once.');
});
