import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canvasCsv } from '../export/canvas.ts';
import type { GradeFile, GradeRow } from '../export/cells.ts';
import { moodleCsv } from '../export/moodle.ts';
import type { Result } from './outputs.ts';

/** Of a lab, what learning platforms show. */
export interface Column {
  lab: string;
  title: string;
}

/**
 * `canvas.csv` and `moodle.csv`, which those platforms import, and who is not in them.
 * @param template Canvas's own export, whose rows and ids are kept.
 */
export function importsOf(
  { lab, title }: Column,
  results: Pick<Result, 'member' | 'row'>[],
  template?: string,
): Record<'canvas.csv' | 'moodle.csv', GradeFile> {
  const columns = [{ lab, title, maxPoints: 100 }];
  const rows: GradeRow[] = results.map(({ member, row }) => ({ member, points: { [lab]: row?.score ?? null } }));
  return {
    'canvas.csv': canvasCsv(rows, columns, template === undefined ? {} : { template }),
    'moodle.csv': moodleCsv(rows, columns),
  };
}

/**
 * Writes them into a folder.
 * @returns a line for each member who is not in one of them, with the reason.
 */
export async function writeImports(
  out: string,
  column: Column,
  results: Result[],
  template?: string,
): Promise<string[]> {
  const files = importsOf(column, results, template);
  for (const [name, { csv }] of Object.entries(files)) await writeFile(join(out, name), csv);
  return Object.entries(files).flatMap(([name, { left }]) =>
    left.map(({ member, reason }) => `${name}: ${member ? `${member.id}: ` : ''}${reason}`),
  );
}
