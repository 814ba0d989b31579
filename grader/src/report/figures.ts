import type { Report } from '../types.ts';

/** Points as they are shown: at most one decimal. */
export function points(value: number): string {
  return String(Number(value.toFixed(1)));
}

/** What a failure takes away, e.g. "−1.5". */
export function minus(value: number): string {
  return value > 0 && value < 0.05 ? '−0.1' : `−${points(value)}`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** E.g. "+12 since your last run". */
export function changeSince(change: number): string {
  if (change === 0) return 'as on your last run';
  return `${change > 0 ? '+' : '−'}${Math.abs(change)} since your last run`;
}

/** The middle one, or between the middle two; with one decimal. Undefined when there is none. */
export function medianOf(scores: number[]): number | undefined {
  const ordered = scores.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = Number.NaN] = [
    ordered[Math.ceil(ordered.length / 2) - 1],
    ordered[Math.floor(ordered.length / 2)],
  ];
  return tenth((low + high) / 2);
}

/** With one decimal; undefined when it is no number. */
export function tenth(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : Math.round(value * 10) / 10;
}

/** "1 check", "3 checks". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** At most `length` characters, whole code points. */
export function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** What to hold of failures for which the grader never had the machine's time; nothing where there are none. */
export function busyNote({ pressed = [] }: Pick<Report, 'pressed'>): string | undefined {
  if (pressed.length === 0) return undefined;
  const failures = `${count(pressed.length, 'failure')} may be its fault, and not your service's`;
  return `The machine was busy: ${failures}. Close what else runs, and grade again.`;
}
