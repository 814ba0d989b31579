import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { lateDays, penaltyOf } from '../../src/course/late.ts';
import { daysAfter, localTime, shown } from '../../src/course/local-time.ts';
import { zoned } from './support/arbitraries.ts';

const instant = (text: string) => Temporal.Instant.from(text);

test.each([
  // A day of 23 hours: forward at 2:00 on 28 March.
  ['Europe/Berlin', '2027-03-27 12:00', '2027-03-28T12:00:00+02:00', 1],
  ['Europe/Berlin', '2027-03-27 12:00', '2027-03-28T12:00:01+02:00', 2],
  // A day of 25 hours: back at 3:00 on 31 October.
  ['Europe/Berlin', '2027-10-30 12:00', '2027-10-31T12:00:00+01:00', 1],
  ['Europe/Berlin', '2027-10-30 12:00', '2027-10-31T12:00:01+01:00', 2],
  // 02:30 exists twice on the day after: the second one is the limit.
  ['Europe/Berlin', '2027-10-30 02:30', '2027-10-31T02:30:00+01:00', 1],
  ['Europe/Berlin', '2027-10-31 02:30', '2027-10-31T02:30:00+01:00', 0],
  // 02:30 does not exist on the day after: 03:30 is the limit, and 02:30 again the day after that.
  ['America/New_York', '2027-03-13 02:30', '2027-03-14T03:30:00-04:00', 1],
  ['America/New_York', '2027-03-13 02:30', '2027-03-15T02:30:00-04:00', 2],
  ['America/New_York', '2027-11-06 23:59', '2027-11-07T23:59:00-05:00', 1],
  // Half an hour.
  ['Australia/Lord_Howe', '2027-10-02 12:00', '2027-10-03T12:00:00+11:00', 1],
  ['Australia/Lord_Howe', '2027-10-02 12:00', '2027-10-03T12:00:01+11:00', 2],
  ['Australia/Lord_Howe', '2027-04-03 12:00', '2027-04-04T12:00:00+10:30', 1],
  // No change at all.
  ['Asia/Kolkata', '2027-03-27 12:00', '2027-03-28T12:00:00+05:30', 1],
  ['UTC', '2027-03-27 12:00', '2027-03-28T12:00:00Z', 1],
  // A day that the zone left out.
  ['Pacific/Apia', '2011-12-29 12:00', '2011-12-31T12:00:00+14:00', 1],
])('%s: due %s, handed in %s, is %i days late', (timeZone, due, at, days) => {
  expect(lateDays(instant(at), localTime(due, timeZone))).toBe(days);
});

test('the days late are the least n such that the n-th day is not over', () => {
  fc.assert(
    fc.property(zoned, fc.integer({ min: -3000, max: 12_000 }), ({ timeZone, time }, minutes) => {
      const due = localTime(time, timeZone);
      const at = due.toInstant().add({ minutes });
      const days = lateDays(at, due);
      const over = (n: number) => Temporal.Instant.compare(at, daysAfter(due, n).toInstant()) > 0;
      expect(over(days)).toBe(false);
      for (let n = 0; n < days; n += 1) expect(over(n)).toBe(true);
    }),
  );
});

test('each day late ends at the due time on the clock, or where that does not exist, after it', () => {
  fc.assert(
    fc.property(zoned, fc.integer({ min: 0, max: 10 }), ({ timeZone, time }, days) => {
      const due = localTime(time, timeZone);
      const wanted = due.toPlainDateTime().add({ days });
      const end = daysAfter(due, days).toPlainDateTime();
      expect([0, 30, 60]).toContain(end.since(wanted).total('minutes'));
    }),
  );
});

test('a local time is the later of the instants that it may mean', () => {
  fc.assert(
    fc.property(zoned, ({ timeZone, time }) => {
      const [later, earlier] = [localTime(time, timeZone), localTime(time, timeZone, 'earlier')];
      expect([0, 30, 60]).toContain(later.since(earlier).total('minutes'));
      expect(daysAfter(later, 0).equals(later)).toBe(true);
    }),
  );
});

test('a penalty lies between nothing and all, and grace beyond the late days gives no bonus', () => {
  const policy = { graceDays: 3, perDay: 40, closesAfterDays: 7 };
  expect([0, 1, 2, 3, 4].map((late) => penaltyOf(policy, late, 1))).toEqual([0, 0, 40, 80, 100]);
});

test('times are shown with their offset', () => {
  expect(shown(localTime('2027-10-31 02:30', 'Europe/Berlin'))).toBe('31 Oct 2027, 02:30 (+01:00)');
  expect(shown(localTime('2027-10-31 02:30:05', 'Europe/Berlin', 'earlier'))).toBe('31 Oct 2027, 02:30:05 (+02:00)');
});
