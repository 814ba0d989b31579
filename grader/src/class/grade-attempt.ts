import { join } from 'node:path';
import { openStage } from '../deploy/stage.ts';
import { digestOfSubmission } from '../evidence/digest.ts';
import { nonceFor } from '../evidence/ownership.ts';
import { unpack } from '../ingest/parcel.ts';
import type { Pool } from '../pool.ts';
import { messageOf } from '../reason.ts';
import type { Report } from '../types.ts';
import type { Attempt, Grade, Gradebook } from './gradebook.ts';
import { judgedAnew } from './judged-anew.ts';
import type { Regrade } from './regrade.ts';
import { reportInForce } from './report-in-force.ts';

export interface GradeParts {
  gradebook: Gradebook;
  pool: Pool;
  /** Digest of the checks that this machine has for a lab. */
  contractDigest(lab: string): Promise<string>;
}

/** The submission cannot be read, or is not theirs: nothing is graded, and the reason is for the student. */
export class Refused extends Error {}

/** Grades an attempt for the first time, or for a regrade. @throws Refused */
export function gradeAttempt(parts: GradeParts, attempt: Attempt, regrade?: Regrade): Promise<Grade> {
  return gradeOf(judged(parts, attempt, regrade));
}

/** The same grade with these checks judged once more; the others keep their verdict. @throws Refused */
export function gradeAgain(parts: GradeParts, attempt: Attempt, first: Report, checks: string[]): Promise<Grade> {
  const again = async () => {
    const fresh = proven(await run(parts, attempt, checks));
    return { ...fresh, report: judgedAnew(first, fresh.report, checks) };
  };
  return gradeOf(again());
}

async function gradeOf(judging: Promise<Judged>): Promise<Grade> {
  try {
    const { report, submissionDigest } = await judging;
    const { score, outcomes } = report;
    if (score !== null) return { score, report, submissionDigest };
    const fault = outcomes.find(({ status }) => status === 'faulted')?.reason ?? 'The grader was at fault.';
    return { score, report, submissionDigest, fault };
  } catch (error) {
    if (error instanceof Refused) throw error;
    return { score: null, fault: messageOf(error) };
  }
}

interface Judged {
  report: Report;
  submissionDigest: string;
}

async function judged(parts: GradeParts, attempt: Attempt, regrade: Regrade | undefined): Promise<Judged> {
  const { gradebook, contractDigest } = parts;
  const wanted = regrade ?? (await gradebook.batchOf(attempt));
  if (wanted.contractDigest !== (await contractDigest(attempt.lab))) {
    throw new Error(`This machine has other checks of ${attempt.lab} than those it is to be graded by.`);
  }
  if (!regrade) return run(parts, attempt);
  // The other checks keep the verdict that counts.
  const old = regrade.checks ? await reportInForce(gradebook, attempt) : undefined;
  if (!regrade.checks || !old) return proven(await run(parts, attempt));
  const fresh = proven(await run(parts, attempt, regrade.checks));
  return { ...fresh, report: judgedAnew(old.report, fresh.report, regrade.checks) };
}

/** What is to take the place of a grade counts only when its owner was proven to the end. @throws Refused */
function proven(judged: Judged): Judged {
  const { unproven, notes } = judged.report;
  if (unproven) throw new Refused(notes?.[0]);
  return judged;
}

/** Tries all checks, or some and what they need. */
async function run(parts: GradeParts, attempt: Attempt, checks?: string[]): Promise<Judged> {
  const how = { seed: attempt.seed, ...(checks ? { checks } : {}) };
  return attempt.url === null ? runFolder(parts, attempt, how) : runUrl(parts, attempt, attempt.url, how);
}

type How = { seed: number; checks?: string[] };

async function runFolder({ gradebook, pool }: GradeParts, attempt: Attempt, how: How): Promise<Judged> {
  const { lab, parcel: submissionDigest, refusal, source } = attempt;
  if (submissionDigest === null) throw new Refused(refusal ?? 'Nothing is kept of what was handed in.');
  await using stage = await openStage();
  const folder = join(stage.folder, 'submission');
  await unpack(await gradebook.parcel(submissionDigest), folder);
  const report = await pool.grade({ kind: 'folder', lab, folder }, how);
  return { report: { ...report, submission: { ...report.submission, source } }, submissionDigest };
}

/** The grader asks before and after whose the service is, so that nobody lends a classmate's for the while. */
async function runUrl({ gradebook, pool }: GradeParts, { lab, member }: Attempt, url: string, how: How) {
  const submission = { kind: 'url', lab, url } as const;
  const nonce = nonceFor(await gradebook.ownershipKey(), member, lab);
  try {
    const report = await pool.grade(submission, { ...how, nonce });
    return { report, submissionDigest: await digestOfSubmission(submission) };
  } catch (error) {
    const { name, message, advice = '' } = error as Error & { advice?: string };
    if (name !== 'OwnershipError' && name !== 'UnreadableSubmission') throw error;
    throw new Refused(`${message} ${advice}`.trimEnd());
  }
}
