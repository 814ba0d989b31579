import junit, { type Builder, type TestCase, type TestSuite } from 'junit-report-builder';
import type { Exchange, Outcome, Report } from '../types.ts';
import { forReader } from './reader.ts';

// Its types put the builder under `default`; Node gives the builder itself.
const reports = junit as unknown as Builder;

/** JUnit XML: `failure` is the student's, `error` ours, `skipped` what waits or does not apply. Points are properties. */
export function junitXml(report: Report): string {
  const readable = forReader(report);
  const builder = reports.newBuilder().name(`${report.lab} ${report.title}: ${report.score ?? 'no score'}`);
  if (readable.notStarted) addStart(builder.testSuite().name('start'), readable);
  for (const { id, title, points: worth, earned } of readable.checkpoints) {
    const suite = builder.testSuite().name(`${id} ${title}`).timestamp(report.startedAt);
    suite.property('points', points(worth)).property('earned', points(earned)).property('seed', String(report.seed));
    const own = readable.outcomes.filter(({ checkpoint }) => checkpoint === id);
    suite.time(own.reduce((sum, { durationMs }) => sum + Math.max(0, durationMs), 0) / 1000);
    for (const outcome of own) addCase(suite, outcome, report);
  }
  return builder.build();
}

/** Text for a CDATA section, which the library ends at the second `]]>`. */
function block(text: string): string {
  return text.replaceAll(']]>', ']]\\x3e');
}

/** Enough decimals to add up. */
function points(value: number): string {
  return String(Number(value.toFixed(4)));
}

function addStart(suite: TestSuite, { lab, notStarted }: Report): void {
  const { advice = '', log = '' } = notStarted ?? {};
  const reason = notStarted?.reason || 'not started';
  const test = suite.testCase().className(`${lab}.start`).name('the service starts');
  test
    .failure(reason, 'not started')
    .stacktrace(block(`${reason}\n${advice}`))
    .standardOutput(block(log));
}

function addCase(suite: TestSuite, outcome: Outcome, { lab }: Report): void {
  const { id, checkpoint, title, durationMs, points: worth, earned, clause } = outcome;
  const test = suite.testCase().className(`${lab}.${checkpoint}`).name(`${id}: ${title}`);
  test.time(Math.max(0, durationMs) / 1000);
  test.property('points', points(worth)).property('earned', points(earned)).property('clause', clause);
  tell(test, outcome);
}

function tell(test: TestCase, outcome: Outcome): void {
  const { status, log } = outcome;
  // The library leaves out an empty message, which readers then miss.
  const reason = outcome.reason || status;
  if (status === 'failed') test.failure(reason, 'failed').stacktrace(block(detailsOf(outcome)));
  if (status === 'faulted') test.error(reason, 'the grader is at fault', 'The grader itself is at fault: no score.');
  if (status === 'blocked' || status === 'not applicable')
    test.skipped().property('reason', reason).standardOutput(block(reason));
  if (status === 'failed' && log) test.standardOutput(block(log));
}

function detailsOf({ reason = '', expected, received, exchange, replay }: Outcome): string {
  return [
    reason,
    ...(expected === undefined ? [] : [`expected: ${expected}`, `received: ${received ?? 'nothing'}`]),
    ...(exchange ? [transcriptLine(exchange)] : []),
    ...(replay ? [`replay: ${replay}`] : []),
  ].join('\n');
}

function transcriptLine({ method, path, response, error }: Exchange): string {
  return `${method} ${path} → ${response ? `${response.status} ${response.body}` : `no answer: ${error ?? ''}`}`;
}
