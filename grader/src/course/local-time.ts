import { Temporal } from 'temporal-polyfill';

/** An instant and the clock on the wall of the course there and then. */
export type Moment = Temporal.ZonedDateTime;

/**
 * The moment at which the clock shows `text` ("2027-02-12 23:59", "2027-02-12 23:59:30"). When clocks go forward some
 * times do not exist, when they go back some exist twice: `later` and `earlier` say which is meant.
 * @throws RangeError when the calendar or the zone has no such thing
 */
export function localTime(text: string, timeZone: string, which: 'later' | 'earlier' = 'later'): Moment {
  const plain = Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' });
  return plain.toZonedDateTime(timeZone, { disambiguation: which });
}

/** Whether the calendar has the day, and the day the time. */
export function exists(text: string): boolean {
  try {
    localTime(text, 'UTC');
    return true;
  } catch {
    return false;
  }
}

/** So many calendar days on, at the same time on the clock, whatever the clock did meanwhile. */
export function daysAfter(moment: Moment, days: number): Moment {
  // `moment.add` would take the earlier of two times.
  return moment.toPlainDateTime().add({ days }).toZonedDateTime(moment.timeZoneId, { disambiguation: 'later' });
}

/** Whether the zone is known by an IANA name, such as Europe/Berlin; an offset such as +01:00 is no zone. */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether a moment comes after another. */
export function isAfter(moment: Moment, other: Moment): boolean {
  return Temporal.ZonedDateTime.compare(moment, other) > 0;
}

/** The latest of some moments. */
export function latestOf(first: Moment, ...others: Moment[]): Moment {
  return others.reduce((best, next) => (isAfter(next, best) ? next : best), first);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** For people: "12 Feb 2027, 23:59", and the seconds where they are asked for. */
export function onTheWall(moment: Moment, smallestUnit: 'minute' | 'second' = 'minute'): string {
  const day = `${moment.day} ${MONTHS[moment.month - 1]} ${moment.year}`;
  return `${day}, ${moment.toPlainTime().toString({ smallestUnit })}`;
}

/** To the second: "12 Feb 2027, 23:59 (+01:00)". The offset tells apart the two 02:30 of an autumn night. */
export function shown(moment: Moment): string {
  return `${onTheWall(moment, moment.second === 0 ? 'minute' : 'second')} (${moment.offset})`;
}
