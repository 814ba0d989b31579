import { filled, readTemplate } from './canvas-template.ts';
import {
  assertDistinct,
  csv,
  type GradeColumn,
  type GradeFile,
  type GradeRow,
  type LeftOut,
  lineOf,
  numberCell,
  pointsOf,
  textCell,
} from './cells.ts';

const STUDENT = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'];

/**
 * A CSV that Canvas imports into its gradebook. With Canvas's own export as a template, its rows, ids and other columns
 * are kept as they are, and only points are filled in: that is the sure way, for then Canvas's own ids name everybody.
 * Without one, Canvas finds people by SIS ids. Whoever is in no row of the template is reported.
 * @throws ExportError when the columns are ambiguous, or the template is no export of Canvas's gradebook.
 */
export function canvasCsv(
  rows: GradeRow[],
  columns: GradeColumn[],
  { template }: { template?: string } = {},
): GradeFile {
  assertDistinct(columns.map(headingOf));
  return template === undefined ? fresh(rows, columns) : filled(readTemplate(template), rows, columns);
}

function fresh(rows: GradeRow[], columns: GradeColumn[]): GradeFile {
  const left: LeftOut[] = columns.filter(looksLikeTotal).map(({ lab, title }) => ({ lab, reason: totalReason(title) }));
  const used = columns.filter((column) => !looksLikeTotal(column));
  const graded = rows.filter((row) => used.some(({ lab }) => pointsOf(row, lab) !== undefined));
  for (const row of rows) {
    if (!graded.includes(row)) left.push({ member: row.member, reason: 'has no result' });
    else left.push(...missing(row, used));
  }
  const lines = [
    [...STUDENT, ...used.map(headingOf)],
    ['    Points Possible', '', '', '', '', ...used.map(({ maxPoints }) => numberCell(maxPoints))],
    ...graded.map((row) => [...studentCells(row), ...used.map(({ lab }) => pointsCell(row, lab))]),
  ];
  return { csv: csv(lines), left };
}

/** Canvas knows the column by the number in brackets at its end; without one it makes a new assignment. */
export function headingOf({ title, assignmentId }: GradeColumn): string {
  // A title's own brackets would be taken for the number of another assignment.
  const line = textCell(title).replace(/\((\d+)\)$/, '[$1]');
  return assignmentId === undefined ? line : `${line} (${assignmentId})`;
}

/** The ID is Canvas's own, which only its export tells. */
function studentCells({ member: { id, name, email, group = '' } }: GradeRow): string[] {
  return [studentCell(name), '', textCell(id), textCell(email), textCell(group)];
}

/** Canvas takes any first cell with these words for the row of maxima. */
function studentCell(name: string): string {
  return textCell(name).replace('Points Possible', 'Points-Possible') || '(no name)';
}

function pointsCell(row: GradeRow, lab: string): number | string {
  const points = pointsOf(row, lab);
  return points === undefined ? '' : numberCell(points);
}

function missing(row: GradeRow, columns: GradeColumn[]): LeftOut[] {
  return columns
    .filter(({ lab }) => pointsOf(row, lab) === undefined)
    .map(({ lab }) => ({ member: row.member, lab, reason: 'has no result: the cell is empty' }));
}

/** Canvas leaves out every column whose heading has one of these anywhere in it. */
function looksLikeTotal({ title }: GradeColumn): boolean {
  return /Current (Score|Points|Grade)|Final (Score|Points|Grade)|Override (Score|Grade|Status)/.test(lineOf(title));
}

function totalReason(title: string): string {
  return `Canvas takes "${lineOf(title)}" for one of its own totals, and would ignore it: give it another title`;
}
