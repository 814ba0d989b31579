import fc from 'fast-check';
import { classroomBase64 } from '../../src/export/github-classroom.ts';
import type { Report } from '../../src/types.ts';
import { hostileReport } from '../report/hostile.ts';
import { faulted, notStarted, perfect, remote, sample } from '../report/samples.ts';
import { notices, type Result } from './support/reporter.ts';
import { faultsOf } from './support/schemas.ts';

function read(report: Report): Result {
  const text = classroomBase64(report);
  expect(text).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
  const result = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  expect(faultsOf('classroom', result)).toEqual([]);
  return result;
}

test.each([
  ['some have failed', sample, 'fail', '80/100'],
  ['all have passed', perfect, 'pass', '100/100'],
  ['the service did not start', notStarted, 'fail', '0/100'],
  ['it runs at a URL', remote, 'fail', '80/100'],
])('when %s, the tests add up to the score without an error of rounding', (_, report, status, points) => {
  const result = read(report);
  expect(result.status).toBe(status);
  expect(notices([result])).toEqual([`Points ${points}`, JSON.stringify(totals(points))]);
});

function totals(points: string) {
  const [totalPoints, maxPoints] = points.split('/').map(Number);
  return { totalPoints, maxPoints };
}

test('a fault of the grader is an error without points: nothing is recorded', () => {
  const result = read(faulted);
  expect(result).toMatchObject({ status: 'error', max_score: 0 });
  expect(result.tests.find(({ status }) => status === 'error')?.message).toBe(
    'The grader itself is at fault: no port is free',
  );
  expect(notices([result])).toEqual([]);
});

test('a service that did not start is the first test, with what to do', () => {
  expect(read(notStarted).tests[0]).toMatchObject({ name: 'the service starts', status: 'fail', score: 0 });
});

test('a hidden check tells its title alone', () => {
  const { message = '' } = read(sample).tests.find(({ name }) => name.startsWith('verify.race')) ?? {};
  expect(message).toBe('This check is hidden: its name says what behaviour it tries.');
});

test('whatever is earned, the sum is the score, and only what has earned points has any', () => {
  const earned = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 24, maxLength: 24 });
  fc.assert(
    fc.property(earned, fc.integer({ min: 0, max: 100 }), (points, score) => {
      const outcomes = sample.outcomes.map((outcome, at) => ({ ...outcome, earned: points[at] ?? 0 }));
      const { tests } = read({ ...sample, score, outcomes });
      const sum = tests.reduce((total, test) => total + test.score, 0);
      expect(sum).toBe(points.some((value) => value > 0) ? score : 0);
      tests.forEach((test, at) => {
        if (points[at] === 0) expect(test.score).toBe(0);
      });
    }),
  );
});

test('whatever a service sends, the result is valid, and fits into a variable of the environment', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const { tests } = read(report);
      for (const { name, message } of tests) expect(`${name}${message}`).not.toMatch(/[\p{Cc}\u202a-\u202e]|^::/u);
      expect(classroomBase64(report).length).toBeLessThan(128 * 1024);
    }),
    { numRuns: 100 },
  );
});
