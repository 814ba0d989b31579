import { parse } from 'csv-parse/sync';
import {
  csv,
  ExportError,
  type GradeColumn,
  type GradeFile,
  type GradeRow,
  type LeftOut,
  lineOf,
  type Member,
  numberCell,
  pointsOf,
} from './cells.ts';

/** Canvas's own export, cell by cell. */
export interface Template {
  delimiter: ',' | ';';
  bom: boolean;
  header: string[];
  /** All below the header: maxima, posting policies, people, the test student. */
  lines: string[][];
}

/** Columns by which a person is recognised, surest first. */
const KEYS = ['SIS User ID', 'SIS Login ID', 'ID'];

/** @throws ExportError when it is no export of Canvas's gradebook. */
export function readTemplate(text: string): Template {
  const bom = text.startsWith('\ufeff');
  for (const delimiter of [',', ';'] as const) {
    const [header = [], ...lines] = parsed(text, delimiter);
    if (header[0] === 'Student' && header[1] === 'ID' && header.includes('Section'))
      return { delimiter, bom, header, lines };
  }
  throw new ExportError(
    'The template is not an export of Canvas’s gradebook: its first line must begin with "Student,ID" and have ' +
      '"Section". In Canvas: Grades, Export, Export Entire Gradebook; then give that file unchanged.',
  );
}

/** Lines of unequal length are kept so. */
function parsed(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch {
    // Not with this delimiter, or no CSV at all: the caller says so.
    return [];
  }
}

/** The template with the points of those it has rows for; what it has no place for is reported. */
export function filled(template: Template, rows: GradeRow[], columns: GradeColumn[]): GradeFile {
  const lines = template.lines.map((line) => [...line] as (string | number)[]);
  const left: LeftOut[] = [];
  const places = columns.flatMap((column) => {
    const at = placeOf(template, column);
    if (at === undefined) left.push({ lab: column.lab, reason: `the template has no column "${named(column)}"` });
    return at === undefined ? [] : [{ lab: column.lab, at }];
  });
  const lineOfMember = matched(template, rows, left);
  for (const row of rows) {
    const line = lineOfMember.get(row);
    if (line === undefined) continue;
    for (const { lab, at } of places) {
      const points = pointsOf(row, lab);
      if (points === undefined)
        left.push({ member: row.member, lab, reason: 'has no result: the template’s cell is kept' });
      else fill(lines[line], at, points);
    }
  }
  const body = csv([template.header, ...lines], template.delimiter);
  return { csv: template.bom ? `\ufeff${body}` : body, left };
}

function fill(line: (string | number)[] | undefined, at: number, points: number): void {
  if (!line) return;
  while (line.length < at) line.push('');
  line[at] = numberCell(points);
}

/** By the assignment's number when it is known, else by the title alone, when only one column has it. */
function placeOf({ header }: Template, { title, assignmentId }: GradeColumn): number | undefined {
  const wanted = (heading: string) => {
    const [, name, id] = /^(.*?)(?: \((\d+)\))?$/.exec(heading) ?? [];
    return assignmentId === undefined ? name === lineOf(title) || heading === title : id === assignmentId;
  };
  const first = header.indexOf('Section') + 1;
  const places = header.flatMap((heading, at) => (at >= first && wanted(heading) ? [at] : []));
  return places.length === 1 ? places[0] : undefined;
}

function named({ title, assignmentId }: GradeColumn): string {
  return assignmentId === undefined ? lineOf(title) : `${lineOf(title)} (${assignmentId})`;
}

/** Of each person the one line that one of their keys names. */
function matched(template: Template, rows: GradeRow[], left: LeftOut[]): Map<GradeRow, number> {
  const found = new Map<GradeRow, number>();
  const owners = new Map<number, GradeRow>();
  for (const row of rows) {
    const line = lineFor(template, row.member);
    const owner = typeof line === 'number' ? owners.get(line) : undefined;
    if (typeof line === 'string') left.push({ member: row.member, reason: line });
    else if (owner) left.push({ member: row.member, reason: `has the same row of the template as ${owner.member.id}` });
    else {
      found.set(row, line);
      owners.set(line, row);
    }
  }
  return found;
}

/** The line's index, or why there is none. */
function lineFor({ header, lines }: Template, member: Member): number | string {
  const own = new Set([member.id, member.email].map(key).filter((value) => value !== ''));
  for (const name of KEYS) {
    const at = header.indexOf(name);
    const hits = lines.flatMap((line, index) => (at >= 0 && isPerson(line) && own.has(key(line[at])) ? [index] : []));
    if (hits.length > 1) return `is in ${hits.length} rows of the template, by "${name}"`;
    if (hits[0] !== undefined) return hits[0];
  }
  return 'is in no row of the template, neither by SIS User ID nor by SIS Login ID nor by ID';
}

function isPerson([student = '']: string[]): boolean {
  return !student.includes('Points Possible') && student.trim() !== '';
}

/** Addresses and logins are the same in capitals. */
function key(text = ''): string {
  return text.trim().toLowerCase();
}
