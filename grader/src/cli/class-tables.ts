import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RosterError, readRows } from '../course/roster-csv.ts';
import type { GradeRow } from '../export/cells.ts';
import { UsageError } from './shell.ts';

/** A gradebook as `class grade --out` has written it, or as staff have mended it. */
export interface Grades {
  file: string;
  lab: string;
  rows: GradeRow[];
}

/** Reads `gradebook.csv`, or the one in a folder. @throws UsageError */
export function gradesIn(path: string): Grades {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  const file = isFolder ? join(path, 'gradebook.csv') : path;
  const lines = tableOf(file, ['id', 'name', 'email', 'lab', 'score']);
  const [lab = '', ...others] = new Set(lines.map((line) => line.lab));
  if (others.length > 0)
    throw new UsageError(`${file} is of ${[lab, ...others].join(' and ')}. Send one lab at a time.`);
  const rows = lines.map(({ line, id, name, email, score }) => {
    const points = score === '' ? null : Number(score);
    if (Number.isNaN(points)) throw new UsageError(`${file}: line ${line}: The score "${score}" is no number.`);
    return { member: { id, name, email }, points: { [lab]: points } };
  });
  assertOnce(file, lines, 'id');
  return { file, lab, rows };
}

/** Reads who is who on a platform: the columns id, of the roster, and user. @throws UsageError */
export function usersIn(file: string): Map<string, string> {
  const lines = tableOf(file, ['id', 'user']).filter(({ user }) => user !== '');
  assertOnce(file, lines, 'id');
  // Else somebody would get the grade of another.
  assertOnce(file, lines, 'user');
  return new Map(lines.map(({ id, user }) => [id, user]));
}

type Line<Column extends string> = { line: number } & Record<Column, string>;

/** Columns beside those are left alone. */
function tableOf<Column extends string>(file: string, columns: Column[]): Line<Column>[] {
  const [header, ...rows] = rowsOf(file);
  const names = header?.cells.map((name) => name.toLowerCase()) ?? [];
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new UsageError(`${file} has no column ${missing.join(', ')}.`);
  return rows.map(({ line, cells }) => {
    const filled = columns.map((column) => [column, cells[names.indexOf(column)] ?? '']);
    return { line, ...(Object.fromEntries(filled) as Record<Column, string>) };
  });
}

function rowsOf(file: string) {
  try {
    return readRows(readFileSync(file));
  } catch (error) {
    if (error instanceof RosterError) throw new UsageError(`${file}: ${error.faults.join(' ')}`);
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function assertOnce<Column extends string>(file: string, lines: Line<Column>[], column: Column): void {
  const seen = new Map<string, number>();
  for (const one of lines) {
    const value: string = one[column];
    const first = seen.get(value);
    if (first !== undefined)
      throw new UsageError(
        `${file}: line ${one.line}: The ${column} "${value}" stands on line ${first} too. Keep one.`,
      );
    seen.set(value, one.line);
  }
}
