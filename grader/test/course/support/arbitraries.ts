import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Attempt } from '../../../src/course/attempts.ts';
import type { Parts } from './courses.ts';

/** Zones and a day on which their clocks change, in spring or autumn, by an hour or a half, at night or midnight; or never. */
export const changes = [
  ['America/New_York', '2027-03-14'],
  ['America/New_York', '2027-11-07'],
  ['Europe/Berlin', '2027-03-28'],
  ['Europe/Berlin', '2027-10-31'],
  ['Australia/Lord_Howe', '2027-04-04'],
  ['Australia/Lord_Howe', '2027-10-03'],
  ['America/Santiago', '2027-04-04'],
  ['America/Santiago', '2027-09-05'],
  ['Africa/Cairo', '2027-04-30'],
  ['Asia/Kolkata', '2027-03-28'],
  ['America/Phoenix', '2027-03-14'],
  ['UTC', '2027-03-28'],
] as const;

/** A zone, and a local time within three days of a change of its clocks. */
export const zoned = fc
  .record({ change: fc.constantFrom(...changes), minutes: fc.integer({ min: -3 * 1440, max: 3 * 1440 }) })
  .map(({ change: [timeZone, day], minutes }) => ({ timeZone, time: later(day, minutes) }));

function later(day: string, minutes: number): string {
  const time = Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes });
  return time.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

const score = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 100, noNaN: true }));

/** Two labs due near a change of the clocks, policies, extensions and attempts around the due times. */
export const terms = fc
  .record({
    place: zoned,
    apart: fc.integer({ min: -5 * 1440, max: 5 * 1440 }),
    weights: fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 50 })),
    late: fc.record({
      graceDays: fc.integer({ min: 0, max: 5 }),
      perDay: fc.constantFrom(0, 0.01, 10, 12.5, 33.33, 100),
      closesAfterDays: fc.integer({ min: 0, max: 8 }),
    }),
    attempts: fc.record({
      tokens: fc.integer({ min: 1, max: 4 }),
      backAfterHours: fc.constantFrom(0, 0.25, 6, 24),
      counts: fc.constantFrom('best', 'latest'),
    }),
    extensions: fc.array(fc.record({ lab: fc.constantFrom(0, 1, 2), days: fc.integer({ min: 1, max: 6 }) }), {
      maxLength: 3,
    }),
    tries: fc.array(
      fc.record({
        lab: fc.constantFrom(0, 1),
        minutes: fc.integer({ min: -4000, max: 14_000 }),
        score: fc.option(score),
      }),
      { maxLength: 8 },
    ),
  })
  .map(termOf);

interface Draw {
  place: { timeZone: string; time: string };
  apart: number;
  weights: [number, number];
  late: object;
  attempts: { tokens: number; backAfterHours: number; counts: string };
  extensions: { lab: number; days: number }[];
  tries: { lab: number; minutes: number; score: number | null }[];
}

function termOf({ place, apart, weights, late, attempts, extensions, tries }: Draw) {
  const ids = ['01-address', '02-person'] as const;
  const dues = [place.time, later(place.time.slice(0, 10), apart)];
  const start = Temporal.PlainDateTime.from(place.time.replace(' ', 'T')).toZonedDateTime(place.timeZone).toInstant();
  const parts: Parts = {
    timeZone: place.timeZone,
    labs: ids.map((id, at) => `${id}: { due: ${dues[at]}, weight: ${weights[at]} }`),
    late: JSON.stringify(late),
    attempts: JSON.stringify(attempts),
  };
  const made: Attempt[] = tries.map(({ lab, minutes, score }, at) => ({
    id: `a${at}`,
    lab: ids[lab === 0 ? 0 : 1],
    at: start.add({ minutes }).toString(),
    score,
  }));
  const granted = extensions.map(({ lab, days }) =>
    JSON.stringify({ student: 'ada', ...(lab < 2 && { lab: ids[lab === 0 ? 0 : 1] }), days, reason: 'ill' }),
  );
  return { parts, attempts: made, extensions: granted, now: start.add({ hours: 48 }).toString() };
}
