import { readHints, readLabFile } from './lab-file.ts';
import { GraderFault } from './reason.ts';
import type { Check, Checkpoint, Hints, Rubric } from './types.ts';

/** Reads `labs/NN/lab.yaml` and `hints.yaml` and holds them against the checks. @throws LabFileError */
export function loadRubric(course: string, lab: string, checks: Check[]): Rubric {
  const file = readLabFile(course, lab);
  const hints = readHints(course, lab) as Record<string, Hints>;
  const rubric = { cores: 1, ...file, settings: Object.keys(file.settings), checks, hints };
  const faults = disagreements(rubric);
  if (faults.length > 0) throw new GraderFault(`labs/${lab}: ${faults.join(' ')}`);
  return rubric;
}

function disagreements({ checkpoints, checks, hints }: Rubric): string[] {
  const ids = new Set(checkpoints.map(({ id }) => id));
  const points = checkpoints.reduce((sum, checkpoint) => sum + checkpoint.points, 0);
  return [
    ...(points === 100 ? [] : [`The checkpoints give ${points} points, not 100.`]),
    ...checks.filter(({ checkpoint }) => !ids.has(checkpoint)).map((it) => `${it.id} is of no known checkpoint.`),
    ...checks.filter((it) => hints[it.hints]?.length !== 3).map((it) => `${it.id} has no hints "${it.hints}".`),
    ...[...ids].filter((id) => !checks.some((it) => it.checkpoint === id)).map((id) => `${id} has no check.`),
  ];
}

/** The rubric as far as one checkpoint: what a student has come to. */
export function through(rubric: Rubric, checkpoint: string): Rubric {
  const end = rubric.checkpoints.findIndex(({ id }) => id === checkpoint);
  if (end < 0) {
    throw new RangeError(`There is no checkpoint ${checkpoint}; there are ${list(rubric.checkpoints)}.`);
  }
  const kept = rubric.checkpoints.slice(0, end + 1);
  return { ...rubric, checkpoints: kept, checks: ofCheckpoints(rubric.checks, kept) };
}

/** The rubric of some checks and of all that they need: of conformance to `openapi.yaml`, every exchange there is. */
export function only(rubric: Rubric, ids: string[]): Rubric {
  const wanted = new Set(ids);
  const judged = rubric.checks.some(({ id, clause }) => clause === 'openapi.yaml' && wanted.has(id));
  if (judged) for (const { id, clause } of rubric.checks) if (clause !== 'openapi.yaml') wanted.add(id);
  for (const check of rubric.checks.toReversed()) {
    if (wanted.has(check.id)) for (const need of check.needs) wanted.add(need);
  }
  const checks = rubric.checks.filter(({ id }) => wanted.has(id));
  const checkpoints = rubric.checkpoints.filter(({ id }) => checks.some(({ checkpoint }) => checkpoint === id));
  return { ...rubric, checks, checkpoints };
}

function ofCheckpoints(checks: Check[], checkpoints: Checkpoint[]): Check[] {
  return checks.filter(({ checkpoint }) => checkpoints.some(({ id }) => id === checkpoint));
}

function list(checkpoints: Checkpoint[]): string {
  return checkpoints.map(({ id }) => id).join(', ');
}
