import fc from 'fast-check';
import { chartOf, summaryOf } from '../../../src/portal/staff/figures.ts';

const scores = fc.array(fc.integer({ min: 0, max: 10_000 }).map((cents) => cents / 100));

test('every score is in one bin, 100 in the last', () => {
  expect(summaryOf([0, 9.99, 10, 95, 100]).bins.map(({ count }) => count)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
  fc.assert(
    fc.property(scores, (some) => {
      expect(summaryOf(some).bins.reduce((sum, { count }) => sum + count, 0)).toBe(some.length);
    }),
  );
});

test('mean and median are those of the scores; without a score there are none', () => {
  expect(summaryOf([10, 20, 90])).toMatchObject({ count: 3, mean: 40, median: 20 });
  expect(summaryOf([100, 51, 51, 100, 91, 5]).median).toBe(71);
  expect(summaryOf([10, 21])).toMatchObject({ mean: 15.5, median: 15.5 });
  expect(summaryOf([])).toMatchObject({ count: 0, mean: undefined, median: undefined });
});

test('a chart keeps within its drawing, and shows every bin that is not empty', () => {
  fc.assert(
    fc.property(scores, (some) => {
      const { bars, width, height } = chartOf(summaryOf(some));
      for (const bar of bars) {
        expect(bar.x >= 0 && bar.x + bar.width <= width && bar.y >= 0 && bar.y + bar.height === height).toBe(true);
        expect(bar.height > 0).toBe(bar.count > 0);
      }
    }),
  );
});
