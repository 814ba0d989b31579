import {
  assertDistinct,
  beginsFormula,
  csv,
  ExportError,
  type GradeColumn,
  type GradeFile,
  type GradeRow,
  type LeftOut,
  type Member,
  numberCell,
  pointsOf,
  textCell,
} from './cells.ts';

/** By what Moodle finds a person; chosen again in its import form, under "Map from" and "Map to". */
export type MoodleKey = 'email' | 'id';
const HEADINGS: Record<MoodleKey, string> = { email: 'Email address', id: 'ID number' };

export interface MoodleOptions {
  /** By default the e-mail address. */
  by?: MoodleKey;
  /** The addresses or ids of those enrolled in the Moodle course, where known: nobody else gets a row. */
  enrolled?: string[];
}

/**
 * A CSV for Moodle's grade import. One person it does not know, or one cell that is no number, aborts its whole import:
 * so whoever it might not find, or has no result at all, gets no row and is reported.
 * @throws ExportError when two columns would have one heading.
 */
export function moodleCsv(rows: GradeRow[], columns: GradeColumn[], options: MoodleOptions = {}): GradeFile {
  const { by = 'email' } = options;
  const headings = [HEADINGS[by], ...columns.map(({ title }) => textCell(title))];
  assertDistinct(headings);
  if (columns.length === 0) throw new ExportError('Moodle needs at least one column of points.');
  const left: LeftOut[] = [];
  const lines = rows.flatMap((row) => {
    const reason = reasonAgainst(row, rows, columns, options);
    if (reason) left.push({ member: row.member, reason });
    return reason ? [] : [[keyOf(row.member, by), ...columns.map((column) => cell(row, column, left))]];
  });
  return { csv: csv([headings, ...lines]), left };
}

function cell(row: GradeRow, { lab }: GradeColumn, left: LeftOut[]): number | string {
  const points = pointsOf(row, lab);
  if (points !== undefined) return numberCell(points);
  left.push({ member: row.member, lab, reason: 'has no result: the cell is empty' });
  return '';
}

function reasonAgainst(row: GradeRow, rows: GradeRow[], columns: GradeColumn[], options: MoodleOptions) {
  const { by = 'email', enrolled } = options;
  const key = keyOf(row.member, by);
  const same = (other: string) => other.trim().toLowerCase() === key.toLowerCase();
  const what = by === 'email' ? 'e-mail address' : 'id';
  if (!columns.some(({ lab }) => pointsOf(row, lab) !== undefined)) return 'has no result';
  if (by === 'email' ? !isAddress(key) : !isPlain(key)) return `has no ${what} that Moodle could find`;
  if (beginsFormula(key)) return `has an ${what} that a spreadsheet would take for a formula`;
  if (rows.filter(({ member }) => same(keyOf(member, by))).length > 1) return `shares the ${what} with somebody`;
  if (enrolled && !enrolled.some(same)) return 'is not enrolled in the Moodle course';
  return undefined;
}

function keyOf(member: Member, by: MoodleKey): string {
  return member[by].trim();
}

function isAddress(text: string): boolean {
  return /^[^\s@"<>]+@[^\s@"<>]+$/u.test(text) && isPlain(text);
}

/** Moodle must find it as it is written: nothing that would have to be taken out. */
function isPlain(text: string): boolean {
  return text !== '' && text.length <= 100 && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
}
