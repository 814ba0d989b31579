import { Temporal } from 'temporal-polyfill';
import { onTheWall } from '../course/local-time.ts';

/** A time for people and for machines: "12 Feb 2027, 23:59", in the course's zone. */
export function moment(time: string | Date, timeZone: string): { text: string; iso: string } {
  const instant = Temporal.Instant.from(typeof time === 'string' ? time : time.toISOString());
  return { text: onTheWall(instant.toZonedDateTimeISO(timeZone)), iso: instant.toString() };
}

/** "1st", "2nd", "3rd", "4th", "11th". */
export function ordinal(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  const ending = { 1: 'st', 2: 'nd', 3: 'rd' }[teens ? 0 : number % 10] ?? 'th';
  return `${number}${ending}`;
}

/** "1 attempt", "2 attempts". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
