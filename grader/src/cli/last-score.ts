import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointScore, Report, Submission } from '../types.ts';

interface Last {
  score: number;
  maxScore: number;
  lab: string;
  checkpoints: Pick<CheckpointScore, 'id' | 'points' | 'earned'>[];
}

/**
 * Points more or less than the last time this submission was graded as far as this; keeps the new score under
 * `.seeka/last`. Undefined on a first run, and where nothing can be kept: a comparison is worth no failure.
 */
export async function changeSinceLast(course: string, submission: Submission, report: Report) {
  const { score, maxScore } = report;
  if (score === null) return undefined;
  const folder = join(course, '.seeka', 'last');
  const file = join(folder, `${keyOf(submission)}-${maxScore}.json`);
  const last = await readFile(file, 'utf8')
    .then(parsed)
    .catch(() => undefined);
  await mkdir(folder, { recursive: true })
    .then(() => writeFile(file, JSON.stringify(lastOf(report, score))))
    .catch(() => undefined);
  return last === undefined ? undefined : score - last.score;
}

function lastOf({ lab, maxScore, checkpoints }: Report, score: number): Last {
  return { score, maxScore, lab, checkpoints: checkpoints.map(({ id, points, earned }) => ({ id, points, earned })) };
}

function keyOf(submission: Submission): string {
  const source = submission.kind === 'folder' ? submission.folder : submission.url;
  return createHash('sha256').update(`${submission.lab} ${source}`).digest('hex').slice(0, 24);
}

function parsed(text: string): Last | undefined {
  const last = JSON.parse(text) as Last;
  return Number.isFinite(last.score) ? last : undefined;
}
