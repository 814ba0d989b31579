import { dirname, join } from 'node:path';
import { digestOf } from '../contract-digest.ts';
import { readLabFile } from '../lab-file.ts';
import type { Report, Submission } from '../types.ts';
import { digestOfSubmission } from './digest.ts';
import { EvidenceError } from './errors.ts';
import { openSigningKey, type SigningKey } from './keys.ts';
import { type SignedReport, type Sources, signReport } from './signature.ts';

/** The folder of the keys; by default one that no sandbox shows, and no copy of a folder holds. */
export function keysFolder(course: string, { SEEKA_SIGNING_KEY: file }: NodeJS.ProcessEnv): string {
  return file ? dirname(file) : join(course, '.seeka', 'keys');
}

/** The course's signing key: the file that SEEKA_SIGNING_KEY names, or one made at first use. */
export function signingKey(course: string, env: NodeJS.ProcessEnv): Promise<SigningKey> {
  return openSigningKey(keysFolder(course, env), env.SEEKA_SIGNING_KEY || undefined);
}

/** As `lab.yaml` names it. */
export function labVersionOf(course: string, lab: string): string {
  return readLabFile(course, lab).version;
}

/** What a report on this submission would be made from, as things stand now. */
export async function sourcesOf(course: string, submission: Submission): Promise<Sources> {
  const { lab } = submission;
  return {
    submissionDigest: await digestOfSubmission(submission),
    contractDigest: await digestOf(course, lab),
    labVersion: labVersionOf(course, lab),
  };
}

/**
 * Begins before a submission is graded; signs the report on it afterwards.
 * @throws EvidenceError when there is no usable key, or when the submission or the contract has changed in between.
 */
export async function openEvidence(course: string, env: NodeJS.ProcessEnv, submission: Submission) {
  const key = await signingKey(course, env);
  const before = await sourcesOf(course, submission);
  return {
    async sign(report: Report): Promise<SignedReport> {
      const after = await sourcesOf(course, submission);
      if (JSON.stringify(before) === JSON.stringify(after)) return signReport(report, before, key);
      throw new EvidenceError(
        'submission',
        'Something changed while it was graded, so nothing is signed. Grade it again.',
      );
    },
  };
}
