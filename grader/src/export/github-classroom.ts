import { forReader } from '../report/reader.ts';
import type { Outcome, Report } from '../types.ts';
import { lineOf } from './cells.ts';

/** What GitHub Classroom's reporter decodes from a step's output `result`, and adds up. */
export interface ClassroomResult {
  version: 1;
  status: 'pass' | 'fail' | 'error';
  /** 0 when the grader is at fault: then nothing is recorded, whatever the tests say. */
  max_score: number;
  tests: ClassroomTest[];
}

export interface ClassroomTest {
  name: string;
  status: 'pass' | 'fail' | 'error';
  /** Never left out: the reporter adds up what is there, and one gap makes the sum NaN. */
  score: number;
  message: string;
  line_no: number;
  /** E.g. "0.012s". */
  execution_time: string;
}

/** Floating point adds 64ths without an error, so the sum of the tests is the score itself. */
const SHARES = 64;

/** The scores of the tests add up to the report's score, rounding included. */
export function classroomResult(report: Report): ClassroomResult {
  const readable = forReader(report);
  const tried = readable.outcomes.filter(({ status }) => status !== 'not applicable');
  const shares = apportioned(
    tried.map(({ earned }) => earned),
    report.score ?? 0,
  );
  const tests = tried.map((outcome, at) => testOf(outcome, shares[at] ?? 0));
  const { notStarted } = readable;
  return {
    version: 1,
    status: statusOf(report, tests),
    max_score: report.score === null ? 0 : report.maxScore,
    tests: notStarted ? [startOf(notStarted), ...tests] : tests,
  };
}

/** One line of base64, for a step's output. */
export function classroomBase64(report: Report): string {
  return Buffer.from(JSON.stringify(classroomResult(report))).toString('base64');
}

function statusOf({ score }: Report, tests: ClassroomTest[]): ClassroomResult['status'] {
  if (score === null) return 'error';
  return tests.every(({ status }) => status === 'pass') ? 'pass' : 'fail';
}

function testOf(outcome: Outcome, score: number): ClassroomTest {
  const { id, title, status, durationMs } = outcome;
  const word = status === 'passed' ? 'pass' : 'fail';
  return {
    name: lineOf(`${id}: ${title}`),
    status: status === 'faulted' ? 'error' : word,
    score,
    message: messageOf(outcome),
    line_no: 0,
    execution_time: `${Math.max(0, durationMs) / 1000}s`,
  };
}

/** One line: all of it together must fit into one variable of the environment, 128 kB on Linux. */
function messageOf({ status, reason, hidden }: Outcome): string {
  if (status === 'passed') return '';
  if (status === 'faulted') return lineOf(`The grader itself is at fault: ${reason ?? 'no reason is known'}`);
  if (hidden && status === 'failed') return 'This check is hidden: its name says what behaviour it tries.';
  return lineOf(reason ?? status);
}

function startOf({ reason, advice }: NonNullable<Report['notStarted']>): ClassroomTest {
  const message = lineOf(`${reason} ${advice}`);
  return { name: 'the service starts', status: 'fail', score: 0, message, line_no: 0, execution_time: '0s' };
}

/** Shares of a whole in proportion to the values, by largest remainders, in 64ths. */
function apportioned(values: number[], whole: number): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  if (sum <= 0) return values.map(() => 0);
  const exact = values.map((value) => (value / sum) * whole * SHARES);
  const floors = exact.map(Math.floor);
  const missing = whole * SHARES - floors.reduce((total, floor) => total + floor, 0);
  const remainder = (at: number) => (exact[at] ?? 0) - (floors[at] ?? 0);
  const largest = [...exact.keys()].sort((one, other) => remainder(other) - remainder(one)).slice(0, missing);
  const raised = new Set(largest);
  return floors.map((floor, at) => (floor + (raised.has(at) ? 1 : 0)) / SHARES);
}
