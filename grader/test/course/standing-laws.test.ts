import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Attempt } from '../../src/course/attempts.ts';
import { scoredOf, spend, tokensAt } from '../../src/course/attempts.ts';
import { standing } from '../../src/course/standing.ts';
import { terms } from './support/arbitraries.ts';
import { courseWith, type Parts } from './support/courses.ts';

const runs = { numRuns: 100 };
const stand = (parts: Parts, attempts: Attempt[], now: string) =>
  standing(courseWith(parts), { id: 'ada' }, attempts, now);
const oneDecimal = (score: number) => Math.floor(score * 10 + 0.5 + 1e-6) / 10;

test('points are never negative and never above what was earned', () => {
  fc.assert(
    fc.property(terms, ({ parts, attempts, extensions, now }) => {
      const it = stand({ ...parts, extensions }, attempts, now);
      for (const { points, earned, penalty, lateDays, graceDays } of it.labs) {
        expect(points ?? 0).toBeGreaterThanOrEqual(0);
        expect(points ?? 0).toBeLessThanOrEqual(oneDecimal(earned ?? 0));
        expect(penalty).toBeGreaterThanOrEqual(0);
        expect(penalty).toBeLessThanOrEqual(100);
        expect(graceDays).toBeLessThanOrEqual(lateDays);
      }
      expect(it.total).toBeGreaterThanOrEqual(0);
      expect(it.total).toBeLessThanOrEqual(100);
      expect(it.graceDays.left).toBeGreaterThanOrEqual(0);
    }),
    runs,
  );
});

test('an extension never lowers the total', () => {
  fc.assert(
    fc.property(terms, fc.nat(3), ({ parts, attempts, extensions, now }, granted) => {
      const before = stand({ ...parts, extensions: extensions.slice(0, granted) }, attempts, now);
      const after = stand({ ...parts, extensions }, attempts, now);
      expect(after.total).toBeGreaterThanOrEqual(before.total);
    }),
    runs,
  );
});

test('without a bank that labs share, an extension lowers the points of no lab', () => {
  fc.assert(
    fc.property(terms, ({ parts, attempts, extensions, now }) => {
      const late = JSON.stringify({ ...JSON.parse(parts.late ?? ''), graceDays: 0 });
      const before = stand({ ...parts, late }, attempts, now);
      const after = stand({ ...parts, late, extensions }, attempts, now);
      for (const [at, lab] of before.labs.entries()) {
        expect(after.labs[at]?.points ?? 0).toBeGreaterThanOrEqual(lab.points ?? 0);
      }
    }),
    runs,
  );
});

test('whoever hands in later has no more points', () => {
  fc.assert(
    fc.property(terms, fc.nat(20_000), ({ parts, attempts, extensions, now }, minutes) => {
      const [first] = attempts;
      const only = first ? [first] : [];
      const later = only.map((it) => ({ ...it, at: Temporal.Instant.from(it.at).add({ minutes }).toString() }));
      const [early, late] = [only, later].map((tries) => stand({ ...parts, extensions }, tries, now));
      expect(late?.total).toBeLessThanOrEqual(early?.total ?? 0);
      for (const [at, lab] of (late?.labs ?? []).entries()) {
        expect(lab.points ?? 0).toBeLessThanOrEqual(early?.labs[at]?.points ?? 0);
      }
    }),
    runs,
  );
});

test('with tokens enough, one more attempt never lowers the total where the best counts', () => {
  fc.assert(
    fc.property(terms, ({ parts, attempts, extensions, now }) => {
      const generous = { ...parts, extensions, attempts: '{ tokens: 9, backAfterHours: 1, counts: best }' };
      const totals = attempts.map((_, at) => stand(generous, attempts.slice(0, at + 1), now).total);
      expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    }),
    runs,
  );
});

test('the order in which attempts are given does not matter', () => {
  fc.assert(
    fc.property(terms, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (term, keys) => {
      const { parts, attempts, extensions, now } = term;
      const key = (it: Attempt) => keys[attempts.indexOf(it)] ?? 0;
      const shuffled = attempts.toSorted((a, b) => key(a) - key(b));
      const all = { ...parts, extensions };
      expect(stand(all, shuffled, now)).toEqual(stand(all, attempts, now));
    }),
    runs,
  );
});

test('grace days are shared out as well as any other way', () => {
  fc.assert(
    fc.property(terms, ({ parts, attempts, extensions, now }) => {
      const shared = stand({ ...parts, extensions }, attempts, now);
      const bank = shared.graceDays.of;
      for (let first = 0; first <= bank; first += 1) {
        const limits = [first, bank - first];
        const labs = parts.labs?.map((lab, at) => lab.replace(/ }$/, `, late: { graceDays: ${limits[at]} } }`));
        expect(stand({ ...parts, labs, extensions }, attempts, now).total).toBeLessThanOrEqual(shared.total);
      }
    }),
    runs,
  );
});

test('a bucket holds never less than no token and never more than all, whenever one looks', () => {
  fc.assert(
    fc.property(terms, fc.integer({ min: -9000, max: 20_000 }), ({ parts, attempts, now }, minutes) => {
      const policy = courseWith(parts).attempts;
      const spent = spend(policy, scoredOf(attempts));
      const at = Temporal.Instant.from(now).add({ minutes });
      const { left, nextAt } = tokensAt(policy, spent, at);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left).toBeLessThanOrEqual(policy.tokens);
      expect(nextAt === undefined).toBe(left === policy.tokens);
      if (nextAt) expect(Temporal.Instant.compare(nextAt, at)).toBe(1);
      const eternity = at.add({ hours: 24 * 365 });
      expect(tokensAt(policy, spent, eternity)).toEqual({ left: policy.tokens, of: policy.tokens });
    }),
    runs,
  );
});
