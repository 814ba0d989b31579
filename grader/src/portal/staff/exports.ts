import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { type Class, type Current, currentOf } from '../../class/current.ts';
import type { Gradebook, Row } from '../../class/gradebook.ts';
import { importsOf } from '../../class/imports.ts';
import { gradebookCsv, type Result } from '../../class/outputs.ts';
import { reportInForce } from '../../class/report-in-force.ts';
import { termCsv, termOf } from '../../class/term.ts';
import { labVersionOf, signingKey } from '../../evidence/evidence.ts';
import { signReport } from '../../evidence/signature.ts';
import type { LeftOut } from '../../export/cells.ts';
import { html } from '../../report/html.ts';
import { json } from '../../report/json.ts';

/** A lab, and what is known of it. */
export interface ExportParts extends Class {
  gradebook: Gradebook;
  /** The repository's root. */
  folder: string;
  lab: string;
  title: string;
  now: Date;
}

/** The tables of a lab: points after penalties of the attempt that counts for each student. */
export interface Tables {
  files: Record<'gradebook.csv' | 'canvas.csv' | 'moodle.csv', string>;
  /** Who is not in one of them, and why. */
  left: Record<'canvas.csv' | 'moodle.csv', LeftOut[]>;
}

/** Makes the tables of a lab. */
export async function tablesOf({ gradebook, lab, title, now, ...roster }: ExportParts): Promise<Tables> {
  const rows = await rowsOf(gradebook, lab);
  const current = await currentOf(gradebook, roster, lab, now);
  const results = current.map((one) => resultOf(one, rows));
  const { 'canvas.csv': canvas, 'moodle.csv': moodle } = importsOf({ lab, title }, results);
  return {
    files: { 'gradebook.csv': gradebookCsv(lab, results), 'canvas.csv': canvas.csv, 'moodle.csv': moodle.csv },
    left: { 'canvas.csv': canvas.left, 'moodle.csv': moodle.left },
  };
}

async function rowsOf(gradebook: Gradebook, lab: string): Promise<Map<string, Row>> {
  const batches: string[] = await gradebook.knex('batches').where({ lab }).pluck('id');
  const rows = await Promise.all(batches.map((id) => gradebook.rows({ id })));
  return new Map(rows.flat().map((row) => [row.id, row]));
}

/** With the points that the standing gives, and its sentences as the remark. */
function resultOf({ member, standing, attempt }: Current, rows: Map<string, Row>): Result {
  const row = attempt === null ? undefined : rows.get(attempt);
  if (!row) return { member, row, trouble: undefined };
  const { points, attempt: which } = standing.says;
  const score = standing.attempt === attempt ? standing.points : null;
  return { member, row: { ...row, score, notes: [points, which] }, trouble: undefined };
}

/** Where everybody stands in all labs, with a sentence for each number. */
export async function standingCsv({ gradebook, course, members, now }: ExportParts): Promise<string> {
  return termCsv(course, members, await termOf(gradebook, course, members, now));
}

/** Of the attempts that count, the reports of the verdicts that count: each as a page and as a signed record. */
export async function reportsZip({ gradebook, folder, lab, now, ...roster }: ExportParts): Promise<Buffer> {
  const current = await currentOf(gradebook, roster, lab, now);
  const key = await signingKey(folder, process.env);
  const labVersion = labVersionOf(folder, lab);
  const rows = await rowsOf(gradebook, lab);
  const zip = new ZipFile();
  for (const id of new Set(current.flatMap(({ standing }) => standing.attempt ?? []))) {
    const counted = await reportInForce(gradebook, { id });
    if (!counted) continue;
    const { report, submissionDigest, contractDigest } = counted;
    const signed = await signReport(report, { submissionDigest, contractDigest, labVersion }, key);
    const name = `${lab}/${rows.get(id)?.member}`;
    zip.addBuffer(Buffer.from(html(report)), `${name}.html`);
    zip.addBuffer(Buffer.from(json(signed)), `${name}.json`);
  }
  zip.end();
  return await buffer(zip.outputStream);
}
