import { readFile, rename, writeFile } from 'node:fs/promises';
import { type GradeRow, pointsOf } from '../export/cells.ts';

/** What a platform was sent before: of each line item, the points by the platform's name of a person. */
export type SentBefore = Record<string, Record<string, number>>;

/** One line of a gradebook, and how it stands with the platform. */
export interface Sending {
  row: GradeRow;
  /** Who that is on the platform; undefined when nobody knows. */
  user: string | undefined;
  points: number | undefined;
  /** What the platform was sent last. */
  before: number | undefined;
}

/** How each line of a gradebook stands with the platform. */
export function sendings(
  rows: GradeRow[],
  { lab, users, before = {} }: { lab: string; users: Map<string, string>; before: Record<string, number> | undefined },
): Sending[] {
  return rows.map((row) => {
    const user = users.get(row.member.id);
    return { row, user, points: pointsOf(row, lab), before: user === undefined ? undefined : before[user] };
  });
}

/** Whether there is a score which the platform does not have yet. */
export function isDue({ points, before }: Sending): boolean {
  return points !== undefined && points !== before;
}

/** @throws SyntaxError when the file is no JSON. */
export async function readSent(file: string): Promise<SentBefore> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Whole or not at all. */
export async function writeSent(file: string, sent: SentBefore): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(sent, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
