import { forReader } from '../report/reader.ts';
import { answerInWords, tellingHeaders } from '../report/telling.ts';
import type { Exchange, Outcome, Report } from '../types.ts';
import { lineOf } from './cells.ts';

/** What Gradescope reads: https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
export interface GradescopeResults {
  /** Overrides the sum of the tests. */
  score: number;
  /** Seconds. */
  execution_time: number;
  output: string;
  output_format: 'text';
  visibility: 'visible';
  /** What the run printed is for staff alone. */
  stdout_visibility: 'hidden';
  tests: GradescopeTest[];
}

export interface GradescopeTest {
  name: string;
  name_format: 'text';
  /** E.g. "1.4.2": the checkpoint, and the place in it. */
  number: string;
  score: number;
  max_score: number;
  status: 'passed' | 'failed';
  output: string;
  /** What a service sent is never markup. */
  output_format: 'text';
  visibility: 'visible';
  tags: string[];
}

/** Characters that one test may tell; a class of students reads them, and the file is stored for each attempt. */
const LONGEST = 4_000;

/**
 * `results.json` of one report. Undefined when the grader is at fault: Gradescope reads a missing file as "the autograder
 * failed", keeps no score and offers to run again, where any file would need a number.
 */
export function gradescope(report: Report): GradescopeResults | undefined {
  if (report.score === null) return undefined;
  const readable = forReader(report);
  return {
    score: report.score,
    execution_time: Math.max(0, report.durationMs) / 1000,
    output: summaryOf(readable),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: readable.checkpoints.flatMap(({ id }) =>
      readable.outcomes
        .filter(({ checkpoint, status }) => checkpoint === id && status !== 'not applicable')
        .map((outcome, at) => testOf(outcome, `${id}.${at + 1}`)),
    ),
  };
}

/** The text of `results.json`; undefined when the grader is at fault. */
export function gradescopeJson(report: Report): string | undefined {
  const results = gradescope(report);
  return results && `${JSON.stringify(results, null, 2)}\n`;
}

function summaryOf({ lab, title, score, maxScore, seed, notStarted, notes = [] }: Report): string {
  const line = `${lab} ${title}: ${score}/${maxScore}, seed ${seed}`;
  const more = notStarted ? [notStarted.reason, notStarted.advice, notStarted.log] : notes;
  return shortened([line, ...more].join('\n'));
}

/** A hidden check is visible, by its title alone: were one hidden, Gradescope would hide the total from students too. */
function testOf(outcome: Outcome, number: string): GradescopeTest {
  const { id, title, status, earned, points, checkpoint, hidden } = outcome;
  return {
    name: lineOf(`${id}: ${title}`),
    name_format: 'text',
    number,
    score: Number(earned.toFixed(4)),
    max_score: Number(points.toFixed(4)),
    status: status === 'passed' ? 'passed' : 'failed',
    output: shortened(outputOf(outcome)),
    output_format: 'text',
    visibility: 'visible',
    tags: [`checkpoint ${checkpoint}`, status, ...(hidden ? ['hidden'] : [])],
  };
}

function outputOf({ status, reason, expected, received, exchange, replay, clause, hints, hidden }: Outcome): string {
  if (status === 'passed') return clause;
  if (hidden && status === 'failed') return 'This check is hidden: its title says what behaviour it tries.';
  return [
    reason ?? status,
    ...(expected === undefined ? [] : [`expected: ${expected}`, `received: ${received ?? 'nothing'}`]),
    ...(exchange ? transcript(exchange) : []),
    clause,
    ...(status === 'failed' && hints ? [`hint: ${hints[0]}`] : []),
    ...(replay ? [`replay: ${replay}`] : []),
  ].join('\n');
}

function transcript(exchange: Exchange): string[] {
  const { method, path, request, response, error } = exchange;
  const sent = [`${method} ${path}`, ...tellingHeaders(exchange), ...(request.body ? [request.body] : [])];
  return [...sent, response ? `→ ${response.status} ${answerInWords(exchange)}` : `→ no answer: ${error ?? ''}`];
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}\n… shortened` : text;
}
