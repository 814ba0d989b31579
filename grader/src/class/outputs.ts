import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Member } from '../course/roster.ts';
import { labVersionOf, signingKey } from '../evidence/evidence.ts';
import { signReport } from '../evidence/signature.ts';
import { csv, textCell } from '../export/cells.ts';
import { html } from '../report/html.ts';
import { json } from '../report/json.ts';
import type { Batch, Gradebook, Row } from './gradebook.ts';
import { reportInForce } from './report-in-force.ts';

/** How an attempt came out, for staff. */
export interface Result {
  member: Member;
  row: Row | undefined;
  /** Why it could not be read, through no fault of theirs. */
  trouble: string | undefined;
}

/** One line for each member of the roster; those of a group share the best of what it handed in, or the last without a score. */
export function resultsOf(members: Member[], rows: Row[], troubles: Map<string, string>): Result[] {
  const groupOf = new Map(members.map(({ id, group }) => [id, group]));
  const ownerOf = (id: string) => JSON.stringify(groupOf.get(id) === undefined ? { id } : { group: groupOf.get(id) });
  const best = new Map<string, Row>();
  for (const row of rows) {
    const other = best.get(ownerOf(row.member));
    if (!other || (row.score ?? -1) >= (other.score ?? -1)) best.set(ownerOf(row.member), row);
  }
  const troubleOf = new Map([...troubles].map(([member, trouble]) => [ownerOf(member), trouble]));
  return members
    .filter(({ role }) => role === 'student')
    .map((member) => ({ member, row: best.get(ownerOf(member.id)), trouble: troubleOf.get(ownerOf(member.id)) }));
}

const header = ['id', 'name', 'email', 'group', 'lab', 'score', 'status', 'remark'];

/** The gradebook as a table: the same for the same grades, however they came about. */
export function gradebookCsv(lab: string, results: Result[]): string {
  const lines = results.map(({ member: { id, name, email, group = '' }, row, trouble }) => {
    const { status, remark } = stateOf(row, trouble);
    const texts = (...cells: string[]) => cells.map(textCell);
    return [...texts(id, name, email, group, lab), row?.score ?? '', ...texts(status, remark)];
  });
  return csv([header, ...lines]);
}

/** In words: what became of it, and why there is no score. */
export function stateOf(row: Row | undefined, trouble?: string): { status: string; remark: string } {
  if (!row && trouble) return { status: 'unread', remark: trouble };
  if (!row) return { status: 'missing', remark: 'Nothing was handed in.' };
  if (!row.isGraded && row.refusal !== null) return { status: 'unreadable', remark: row.refusal };
  if (!row.isGraded) return { status: 'waiting', remark: 'Not graded yet.' };
  if (row.score === null && row.fault !== null)
    return { status: 'fault', remark: `The grader was at fault: ${row.fault}` };
  return { status: 'graded', remark: row.notes.join(' ') };
}

export interface WriteParts {
  /** The folder of the course, with the signing key. */
  course: string;
  out: string;
  gradebook: Gradebook;
  batch: Batch;
}

/** Writes `gradebook.csv`, and the report of each attempt as a page and as a signed record. */
export async function writeResults({ course, out, gradebook, batch }: WriteParts, results: Result[]): Promise<void> {
  const { lab } = batch;
  const reports = join(out, 'reports');
  await mkdir(reports, { recursive: true });
  await writeFile(join(out, 'gradebook.csv'), gradebookCsv(lab, results));
  const key = await signingKey(course, process.env);
  const labVersion = labVersionOf(course, lab);
  const rows = new Map(results.flatMap(({ row }) => (row?.isGraded ? [[row.id, row] as const] : [])));
  for (const { id, member } of rows.values()) {
    const counted = await reportInForce(gradebook, { id });
    if (!counted) continue;
    const { report, submissionDigest, contractDigest } = counted;
    const signed = await signReport(report, { submissionDigest, contractDigest, labVersion }, key);
    await writeFile(join(reports, `${member}.html`), html(report));
    await writeFile(join(reports, `${member}.json`), json(signed));
  }
}
