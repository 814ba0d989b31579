import type { Temporal } from 'temporal-polyfill';
import type { Course, CourseLab, Extension, LatePolicy } from './course-file.ts';
import { daysAfter, latestOf, type Moment } from './local-time.ts';

/** Until when a student may hand in: on time, and at all. */
export interface Deadline {
  due: Moment;
  closes: Moment;
}

/**
 * The deadlines of a student for a lab: the course's own, and the one of each extension that names the student. A group's
 * other members keep theirs. No extension shortens the time.
 */
export function deadlinesOf(course: Course, lab: CourseLab, student: string): [Deadline, ...Deadline[]] {
  const mine = course.extensions.filter((it) => it.student === student && (it.lab ?? lab.lab) === lab.lab);
  return [deadline(lab, lab.due), ...mine.map((extension) => deadline(lab, extended(lab.due, extension)))];
}

/** The deadline that holds: extensions do not add up, the kindest counts. */
export function kindest([first, ...others]: [Deadline, ...Deadline[]]): Deadline {
  return {
    due: latestOf(first.due, ...others.map(({ due }) => due)),
    closes: latestOf(first.closes, ...others.map(({ closes }) => closes)),
  };
}

/** A lab with one closing time for everybody stays open beyond it only until an extension's due time. */
function deadline({ closes, late }: CourseLab, due: Moment): Deadline {
  return { due, closes: closes ? latestOf(closes, due) : daysAfter(due, late.closesAfterDays) };
}

function extended(due: Moment, { days, until }: Extension): Moment {
  return latestOf(due, until ?? daysAfter(due, days ?? 0));
}

/**
 * Days begun since the due time: the smallest n ≥ 0 such that `at` is not after the due time n calendar days later, at the
 * same time on the clock. So a day has 23 or 25 hours where the clocks change.
 */
export function lateDays(at: Temporal.Instant, due: Moment): number {
  const elapsed = (at.epochMilliseconds - due.epochMilliseconds) / 86_400_000;
  // One less than the days of 24 hours is safe: no change of the clocks has added a whole day.
  let days = Math.max(0, Math.floor(elapsed) - 1);
  while (at.epochNanoseconds > daysAfter(due, days).epochNanoseconds) days += 1;
  return days;
}

/** Per cent of the points earned that are lost, at most all. */
export function penaltyOf({ perDay }: LatePolicy, late: number, graceDays: number): number {
  return Math.min(100, perDay * Math.max(0, late - graceDays));
}
