import packageJson from '../package.json' with { type: 'json' };
import { score } from './score.ts';
import type { CheckResult, Outcome, Report, Rubric, SandboxKind, Submission } from './types.ts';

export interface ReportParts {
  submission: Submission;
  rubric: Rubric;
  seed: number;
  began: { at: Date; ms: number };
  results: CheckResult[];
  notStarted: Report['notStarted'];
  /** Why nothing counts, though it was tried. */
  unproven?: string | undefined;
  notes?: string[] | undefined;
  sandbox: SandboxKind;
}

/** Everything that is known of one graded submission, as plain data. */
export function reportOf({
  submission,
  rubric,
  seed,
  began,
  results,
  notStarted,
  unproven,
  notes = [],
  sandbox,
}: ReportParts): Report {
  const pressed = pressedAmong(results);
  const { total, max, checkpoints, pointsOf } = score(rubric, results);
  return {
    lab: rubric.lab,
    title: rubric.title,
    score: total,
    maxScore: max,
    seed,
    durationMs: Math.round(performance.now() - began.ms),
    startedAt: began.at.toISOString(),
    graderVersion: packageJson.version,
    submission: { kind: submission.kind, source: sourceOf(submission), sandbox },
    ...(unproven || notes.length > 0 ? { notes: [...(unproven ? [unproven] : []), ...notes] } : {}),
    ...(notStarted ? { notStarted } : {}),
    ...(unproven ? { unproven: true } : {}),
    ...(pressed.length > 0 ? { pressed } : {}),
    checkpoints,
    outcomes: results.map((result) => outcomeOf(result, rubric, pointsOf.get(result.check.id))),
  };
}

/** A service that was late for one check may for that have failed others at the same instance: its circuits open, say. */
function pressedAmong(results: CheckResult[]): string[] {
  const late = new Set(results.filter(({ pressed }) => pressed).map(({ check }) => check.at));
  return results
    .filter(({ check, verdict }) => verdict.status === 'failed' && late.has(check.at))
    .map(({ check }) => check.id);
}

function sourceOf(submission: Submission): string {
  return submission.kind === 'folder' ? submission.folder : submission.url;
}

function outcomeOf(
  { check, verdict, durationMs }: CheckResult,
  rubric: Rubric,
  { points, earned } = { points: 0, earned: 0 },
): Outcome {
  const { id, checkpoint, title, clause, hidden } = check;
  const passed = verdict.status === 'passed';
  return {
    id,
    checkpoint,
    title,
    clause,
    status: verdict.status,
    points,
    earned,
    durationMs: Math.round(durationMs),
    ...detailsOf(verdict),
    ...(passed ? {} : { hints: rubric.hints[check.hints] }),
    ...(hidden ? { hidden } : {}),
  };
}

function detailsOf(verdict: CheckResult['verdict']): Partial<Outcome> {
  switch (verdict.status) {
    case 'failed': {
      const { message, expected, received } = verdict.reason;
      return {
        reason: message,
        expected,
        received,
        exchange: verdict.exchange,
        calls: verdict.calls,
        log: verdict.log,
      };
    }
    case 'blocked':
      return { reason: `waits for ${verdict.by.join(', ') || 'a service that can be judged'}`, by: verdict.by };
    case 'not applicable':
      return { reason: 'cannot be tried at a URL' };
    case 'faulted':
      return { reason: verdict.error };
    default:
      return {};
  }
}
