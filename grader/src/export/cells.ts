import { stringify } from 'csv-stringify/sync';

/** Characters; the longest that a gradebook shows of a name. */
const LONGEST = 200;

/** Points; from there on numbers are written with an exponent, or are no numbers at all. */
const TOO_MANY = 1e15;

/** Controls, lone surrogates, noncharacters, and format characters but the two joiners, which names are spelt with. */
const unwanted = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;

/** Somebody of the roster, with the points of each lab; null where there is no result. */
export interface GradeRow {
  member: Member;
  points: Record<string, number | null>;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  group?: string;
}

/** A column of the gradebook. */
export interface GradeColumn {
  lab: string;
  title: string;
  maxPoints: number;
  /** The number that the gradebook knows it by. */
  assignmentId?: string;
}

/** Somebody, or one result of somebody, that an export does not carry, and why. */
export interface LeftOut {
  /** Absent where a whole column is left out. */
  member?: Member;
  lab?: string;
  reason: string;
}

/** A file for a gradebook, and what is not in it. */
export interface GradeFile {
  csv: string;
  left: LeftOut[];
}

/** The columns or the template do not make a file that the gradebook could read. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** Text on one line, without controls and bidi overrides, that no spreadsheet takes for a formula. */
export function textCell(text: string): string {
  const line = lineOf(text);
  return beginsFormula(line) ? `'${line}` : line;
}

/** Text on one line, without controls and bidi overrides, at most 200 characters. */
export function lineOf(text: string): string {
  const line = text
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(unwanted, '')
    .trim();
  const characters = [...line];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : line;
}

/** Whether a spreadsheet would evaluate it: `=`, `+`, `-`, `@`, their full-width, small and raised variants, tab, CR. */
export function beginsFormula(text: string): boolean {
  const [first = ''] = text.replace(/^[\s\u200c\u200d]+/, '');
  return /^[\t\r]/.test(text) || /^[=+\-−@]/.test(first.normalize('NFKC'));
}

/** The points, also 0 and below; undefined where there is no result, or no number of a gradebook's size. */
export function pointsOf({ points }: GradeRow, lab: string): number | undefined {
  const value = Object.hasOwn(points, lab) ? points[lab] : null;
  return typeof value === 'number' && Math.abs(value) < TOO_MANY ? value : undefined;
}

/** At most four decimals, never an exponent. @throws RangeError for what is no finite number of a gradebook's size. */
export function numberCell(value: number): number {
  if (Math.abs(value) < TOO_MANY) return Number(value.toFixed(4)) + 0;
  throw new RangeError(`${value} cannot be a number of points.`);
}

/** Every text is quoted, so that a file opened with another separator has the same cells. */
export function csv(rows: (string | number)[][], delimiter = ','): string {
  const cast = { number: (value: number) => ({ value: plain(value), quote: false }) };
  return stringify(rows, { delimiter, quoted_string: true, quoted_empty: false, record_delimiter: 'windows', cast });
}

/** Without an exponent, which `String` writes below 0.000001. */
function plain(value: number): string {
  return value.toFixed(4).replace(/\.?0+$/, '');
}

/** @throws ExportError when two columns of one gradebook would have one heading. */
export function assertDistinct(headings: string[]): void {
  const twice = headings.find((heading, at) => headings.indexOf(heading) !== at);
  if (twice !== undefined)
    throw new ExportError(`Two columns have the heading "${twice}". Give the labs titles of their own.`);
}
