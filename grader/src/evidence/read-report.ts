import type { Status } from '../types.ts';
import { EvidenceError } from './errors.ts';
import type { SignedReport } from './signature.ts';

/** A report as a file holds it; what nobody has signed may be missing or wrong. @throws EvidenceError when it is none. */
export function readReport(text: string): SignedReport {
  const value = parsed(text);
  if (!isShaped(value, shapes.report)) throw new EvidenceError('report', 'This is no report of seeka grade --json.');
  const { evidence } = value as { evidence?: unknown };
  if (evidence === undefined) {
    throw new EvidenceError('report', 'This report carries no signature. seeka grade --json FILE --sign makes one.');
  }
  if (!isShaped(evidence, shapes.evidence))
    throw new EvidenceError('report', 'The evidence in this report is damaged.');
  return value as unknown as SignedReport;
}

type Shape = Record<string, (value: unknown) => boolean>;

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number';
const each = (shape: Shape) => (value: unknown) => Array.isArray(value) && value.every((item) => isShaped(item, shape));
const statuses: Record<Status, true> = {
  passed: true,
  failed: true,
  blocked: true,
  'not applicable': true,
  faulted: true,
};

const shapes = {
  report: {
    lab: isText,
    graderVersion: isText,
    startedAt: isText,
    seed: Number.isSafeInteger,
    maxScore: isNumber,
    score: (value) => value === null || isNumber(value),
    submission: (value) => isShaped(value, { kind: isKind, source: isText, sandbox: isText }),
    checkpoints: each({ id: isText, points: isNumber, earned: isNumber }),
    outcomes: each({ id: isText, checkpoint: isText, status: isStatus, points: isNumber, earned: isNumber }),
  },
  evidence: {
    submissionDigest: isText,
    contractDigest: isText,
    signature: isText,
    labVersion: (value) => value === undefined || isText(value),
  },
} satisfies Record<string, Shape>;

function isKind(value: unknown): boolean {
  return value === 'folder' || value === 'url';
}

function isStatus(value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(statuses, value);
}

function isShaped(value: unknown, shape: Shape): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(shape).every(([name, fits]) => fits((value as Record<string, unknown>)[name]));
}

function parsed(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EvidenceError('report', `This is no JSON: ${(error as Error).message}.`);
  }
  // Of two members with one name, one reader takes the first and another the last.
  if (membersIn(value) !== namesIn(text))
    throw new EvidenceError('report', 'An object in it has two members of one name.');
  return value;
}

/** Members of all objects. */
function membersIn(root: unknown): number {
  let count = 0;
  for (const open = [root]; open.length > 0; ) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const members = Object.values(value);
    if (!Array.isArray(value)) count += members.length;
    open.push(...members);
  }
  return count;
}

/** Strings of a JSON text that a colon follows. */
function namesIn(text: string): number {
  let count = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g)) if (colon) count += 1;
  return count;
}
