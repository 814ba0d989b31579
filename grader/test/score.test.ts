import fc from 'fast-check';
import { score } from '../src/score.ts';
import type { Check, CheckResult, Status } from '../src/types.ts';

const statuses: Status[] = ['passed', 'failed', 'blocked', 'not applicable'];

function result(checkpoint: string, status: Status, weight = 1, id = `${checkpoint}.${Math.random()}`): CheckResult {
  return { check: { id, checkpoint, weight } as Check, verdict: { status } as CheckResult['verdict'], durationMs: 0 };
}

const two = {
  checkpoints: [
    { id: '1.1', title: '', points: 40 },
    { id: '1.2', title: '', points: 60 },
  ],
};

test('checks of a checkpoint share its points equally', () => {
  const { total } = score(two, [result('1.1', 'passed'), result('1.1', 'failed'), result('1.2', 'passed')]);
  expect(total).toBe(80);
});

test('a heavier check has a larger share', () => {
  const { total } = score(two, [result('1.1', 'passed', 3), result('1.1', 'failed'), result('1.2', 'failed')]);
  expect(total).toBe(30);
});

test('points of checks that do not apply are shared out over the rest of their checkpoint', () => {
  const results = [result('1.1', 'not applicable'), result('1.1', 'passed'), result('1.2', 'failed')];
  expect(score(two, results).total).toBe(40);
});

const odd = {
  checkpoints: [
    { id: '1.1', title: '', points: 1 },
    { id: '1.2', title: '', points: 98 },
    { id: '1.3', title: '', points: 1 },
  ],
};

test('the total is rounded once, half up', () => {
  const results = [result('1.1', 'passed'), result('1.1', 'failed'), result('1.2', 'passed'), result('1.3', 'failed')];
  expect(score(odd, results).total).toBe(99);
});

test('all points mean that every check has passed', () => {
  const results = [result('1.1', 'passed'), result('1.1', 'failed'), result('1.2', 'passed'), result('1.3', 'passed')];
  expect(score(odd, results).total).toBe(99);
});

test('one faulted check leaves no score at all', () => {
  expect(score(two, [result('1.1', 'passed'), result('1.2', 'faulted')]).total).toBeNull();
});

const results = fc.array(
  fc.record({
    checkpoint: fc.constantFrom('1.1', '1.2'),
    status: fc.constantFrom(...statuses),
    weight: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 1, maxLength: 60 },
);

test('whatever the verdicts, the total lies between 0 and the maximum, and a pass more never lowers it', () => {
  fc.assert(
    fc.property(results, (drawn) => {
      const given = drawn.map(({ checkpoint, status, weight }, at) => result(checkpoint, status, weight, `${at}`));
      const before = score(two, given).total ?? -1;
      const better = given.map((one) =>
        one.verdict.status === 'failed' ? { ...one, verdict: { status: 'passed' as const } } : one,
      );
      const after = score(two, better).total ?? -1;
      expect(before >= 0 && after <= 100 && after >= before).toBe(true);
    }),
  );
});

test('all that applies has passed: the total is the maximum', () => {
  fc.assert(
    fc.property(results, (drawn) => {
      const given = drawn.map(({ checkpoint, weight }, at) => result(checkpoint, 'passed', weight, `${at}`));
      expect(score(two, given).total).toBe(100);
    }),
  );
});
