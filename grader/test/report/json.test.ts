import fc from 'fast-check';
import { json } from '../../src/report/json.ts';
import type { Report } from '../../src/types.ts';
import { hostileReport } from './hostile.ts';
import { faulted, sample } from './samples.ts';

test('the record says all that the report says, hidden checks too', () => {
  expect(JSON.parse(json(sample))).toEqual(JSON.parse(JSON.stringify(sample)));
});

test('members come in one order, however the report was made', () => {
  const reversed = Object.fromEntries(Object.entries(sample).reverse()) as unknown as Report;
  expect(json(reversed)).toBe(json(sample));
  expect(json(sample)).toMatch(/^\{\n {2}"lab": "01-address",\n {2}"title": "Address",\n {2}"score": 80,/);
});

test('no score is null, never 0', () => {
  expect(JSON.parse(json(faulted)).score).toBeNull();
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%p is never written', (score) => {
  expect(() => json({ ...sample, score })).toThrow('"score" is');
});

test('whatever a service sends, the record is JSON of what can be seen, and means the same', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const text = json(report);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toMatch(/[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\n]]/v);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
    }),
    { numRuns: 50 },
  );
});
