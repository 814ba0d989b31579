import fc from 'fast-check';
import { scoreInForce } from '../../src/class/in-force.ts';
import { judgedAnew, withDependents } from '../../src/class/judged-anew.ts';
import type { Outcome, Report, Status } from '../../src/types.ts';

const score = fc.integer({ min: 0, max: 100 });
const maybeScore = fc.option(score, { nil: null });
const judged = fc.record({ score: maybeScore, neverLower: fc.boolean() });
const points = fc.integer({ min: -10_000, max: 10_000 }).map((hundredths) => hundredths / 100);

test('a score in force lies between 0 and 100, or is none', () => {
  fc.assert(
    fc.property(maybeScore, fc.array(judged), fc.array(points), (first, applied, adjustments) => {
      const inForce = scoreInForce(first, applied, adjustments);
      if (inForce !== null) expect(inForce >= 0 && inForce <= 100).toBe(true);
      if (first !== null) expect(inForce).not.toBeNull();
    }),
  );
});

test('regrades that never lower do not lower', () => {
  const gentle = judged.map((one) => ({ ...one, neverLower: true }));
  fc.assert(
    fc.property(score, fc.array(gentle), (first, applied) => {
      expect(scoreInForce(first, applied, [])).toBeGreaterThanOrEqual(first);
    }),
  );
});

test('without regrades and adjustments the first score counts', () => {
  fc.assert(fc.property(maybeScore, (first) => expect(scoreInForce(first, [], [])).toBe(first)));
});

test('a check that is judged anew takes those with it that need it, however far', () => {
  const checks = [
    { id: 'create', needs: [] },
    { id: 'read', needs: ['create'] },
    { id: 'page', needs: ['read'] },
    { id: 'health', needs: [] },
  ];
  expect(withDependents(checks, ['read'])).toEqual(['read', 'page']);
});

function report(statuses: Record<string, Status>): Report {
  const outcomes = Object.entries(statuses).map(([id, status]) => ({
    ...{ id, status, checkpoint: '1.1', points: 25, earned: status === 'passed' ? 25 : 0 },
  })) as Outcome[];
  const checkpoints = [{ id: '1.1', title: 'one', points: 100, earned: 0 }];
  return { score: 0, maxScore: 100, outcomes, checkpoints } as unknown as Report;
}

test('the others keep their verdict, and every check its points', () => {
  const old = report({ create: 'passed', read: 'failed', page: 'blocked', health: 'passed' });
  const fresh = report({ create: 'failed', read: 'passed', page: 'passed' });
  const anew = judgedAnew(old, fresh, ['read', 'page']);
  expect(anew.outcomes.map(({ id, status, earned }) => [id, status, earned])).toEqual([
    ['create', 'passed', 25],
    ['read', 'passed', 25],
    ['page', 'passed', 25],
    ['health', 'passed', 25],
  ]);
  expect(anew).toMatchObject({ score: 100, checkpoints: [{ earned: 100 }] });
});

test('a fault of the grader among them leaves no score', () => {
  expect(judgedAnew(report({ read: 'failed' }), report({ read: 'faulted' }), ['read']).score).toBeNull();
});
