import fc from 'fast-check';
import { failuresByCost, untried } from '../../src/report/impact.ts';
import type { Outcome } from '../../src/types.ts';
import { notStarted, perfect, sample } from './samples.ts';

test('what costs most comes first, with the checks that wait for it', () => {
  const [first] = failuresByCost(sample.outcomes);
  expect(first?.outcome.id).toBe('etag.stale');
  expect(first?.waiting.map(({ id }) => id)).toEqual(['etag.race', 'delete.stale']);
  expect(first?.cost).toBeCloseTo(10.8);
});

test('where all has passed nothing costs', () => {
  expect(failuresByCost(perfect.outcomes)).toEqual([]);
});

test('a check that waits for nothing that failed was not tried', () => {
  expect(untried(sample.outcomes)).toEqual([]);
  expect(untried(notStarted.outcomes)).toHaveLength(notStarted.outcomes.length);
});

const status = fc.constantFrom<Outcome['status']>('passed', 'failed', 'blocked');
const drawn = fc.array(fc.record({ status, by: fc.array(fc.nat(19), { maxLength: 3 }) }), { maxLength: 20 });

test('the costs, and what was not tried, add up to the points that are missing', () => {
  fc.assert(
    fc.property(drawn, (draws) => {
      const outcomes = draws.map(({ status, by }, at): Outcome => {
        const waits = status === 'blocked' ? { by: [...new Set(by)].map(String) } : {};
        const texts = { checkpoint: '1.1', title: '', clause: '' };
        return {
          id: `${at}`,
          ...texts,
          status,
          points: 5,
          earned: status === 'passed' ? 5 : 0,
          durationMs: 0,
          ...waits,
        };
      });
      const costs = failuresByCost(outcomes).map(({ cost }) => cost);
      const missing = outcomes.reduce((sum, { points, earned }) => sum + points - earned, 0);
      const total = costs.reduce((sum, cost) => sum + cost, 5 * untried(outcomes).length);
      expect(total).toBeCloseTo(missing);
      expect(costs).toEqual(costs.toSorted((one, other) => other - one));
    }),
  );
});
