import picocolors from 'picocolors';
import type { Report } from '../types.ts';
import { failureLines } from './failure-lines.ts';
import { busyNote, changeSince, count, points, seconds } from './figures.ts';
import { defused } from './harmless.ts';
import { type Failure, failuresByCost, untried } from './impact.ts';
import { paragraph } from './layout.ts';
import { forReader } from './reader.ts';

export interface TerminalOptions {
  colour: boolean;
  /** Cells of the terminal's width; 80 to 120 are used. */
  width: number;
  /** How many of the three tiers of hints are shown. */
  hints: 1 | 2 | 3;
  /** How many failures are shown in full. */
  top: number;
  /** Points more or less than on the last run. */
  change?: number | undefined;
}

export type Page = Omit<TerminalOptions, 'colour'> & { colours: ReturnType<typeof picocolors.createColors> };

/** The report for a terminal: the score, each checkpoint, what costs most first. Ends with a line break. */
export function terminal(report: Report, { colour, ...options }: TerminalOptions): string {
  const width = Math.min(120, Math.max(80, options.width));
  const page = { ...options, width, colours: picocolors.createColors(colour) };
  const readable = forReader(report);
  const failures = failuresByCost(readable.outcomes);
  const lines = [
    header(readable, page),
    ...checkpointLines(readable, page),
    ...notStartedLines(readable, page),
    ...faultLines(readable, page),
    ...busyLines(readable, page),
    ...failures.slice(0, page.top).flatMap((failure) => failureLines(failure, readable, page)),
    ...restLines(failures.slice(page.top), page),
    ...noteLines(readable, page),
  ];
  // Wrapping may have brought a student's text to the start of a line.
  return `${defused(lines.join('\n'))}\n`;
}

function header({ lab, score, maxScore, seed, durationMs }: Report, { change, width, colours }: Page): string {
  const result = score === null ? 'no score' : `${score}/${maxScore}`;
  const left = `${lab} · ${result} · seed ${seed} · ${seconds(durationMs)}`;
  const right = change === undefined || score === null ? '' : changeSince(change);
  const colour = change !== undefined && change < 0 ? colours.red : colours.green;
  const gap = right && ' '.repeat(Math.max(2, width - left.length - right.length));
  return left.replace(`${lab} · ${result}`, (name) => colours.bold(name)) + gap + (right && colour(right));
}

function checkpointLines({ checkpoints, outcomes }: Report, { colours }: Page): string[] {
  const longest = Math.max(...checkpoints.map(({ title }) => title.length), 0);
  return checkpoints.map(({ id, title, points: worth, earned }) => {
    const own = outcomes.filter(({ checkpoint }) => checkpoint === id);
    const mark = markOf(own, colours);
    const result = `${points(earned)}/${points(worth)}`.padStart(10);
    const rest = tally(own);
    return ` ${mark} ${id} ${title.padEnd(longest)} ${result}${rest && `  ${colours.dim(rest)}`}`;
  });
}

function markOf(outcomes: Report['outcomes'], colours: Page['colours']): string {
  const some = (...statuses: string[]) => outcomes.some(({ status }) => statuses.includes(status));
  if (some('faulted')) return colours.yellow('!');
  if (some('failed', 'blocked')) return colours.red('✗');
  return some('passed') ? colours.green('✓') : colours.dim('–');
}

/** E.g. "2 failed, 3 waiting"; nothing when all have passed. */
function tally(outcomes: Report['outcomes']): string {
  const number = (status: string) => outcomes.filter((outcome) => outcome.status === status).length;
  const waits = { waiting: number('blocked'), 'do not apply': number('not applicable') };
  const parts = { failed: number('failed'), ...waits, 'could not be judged': number('faulted') };
  return Object.entries(parts)
    .flatMap(([word, many]) => (many > 0 ? [`${many} ${word}`] : []))
    .join(', ');
}

function notStartedLines({ notStarted }: Report, { colours, width }: Page): string[] {
  if (!notStarted) return [];
  const log = notStarted.log.trimEnd().split('\n').slice(-15);
  return [
    '',
    colours.red(' ✗ the service did not start, so no check could be tried'),
    ...paragraph(notStarted.reason, width, '     '),
    ...paragraph(colours.bold(notStarted.advice), width, '     '),
    ...(log.join('') === '' ? ['     It printed nothing.'] : ['     The last it printed:']),
    ...log.filter((line) => line !== '').map((line) => `     ${colours.dim('│')} ${line}`),
  ];
}

function faultLines({ score, outcomes }: Report, { colours, width }: Page): string[] {
  if (score !== null) return [];
  const text = 'The grader itself is at fault, not your service: there is no score, and nothing is recorded or lost.';
  const faulted = outcomes.filter(({ status }) => status === 'faulted');
  return [
    '',
    ...paragraph(colours.yellow(`! ${text}`), width, ' '),
    ...paragraph('Run it again. If it says the same, tell the course staff the seed and this:', width, '   '),
    ...faulted.flatMap(({ id, reason = '' }) => paragraph(`${id}: ${reason}`, width, '     ')),
  ];
}

function busyLines(report: Report, { colours, width }: Page): string[] {
  const note = busyNote(report);
  return note ? ['', ...paragraph(colours.yellow(`! ${note}`), width, ' ')] : [];
}

function restLines(rest: Failure[], { colours, top }: Page): string[] {
  if (rest.length === 0 || top === 0) return [];
  const cost = rest.reduce((sum, failure) => sum + failure.cost, 0);
  return [
    '',
    ` ${count(rest.length, 'more failure')} (−${points(cost)}). ${colours.bold('--all')} shows every one in full.`,
  ];
}

function noteLines(
  { outcomes, submission, notStarted, unproven, notes: own = [] }: Report,
  { colours, top, width }: Page,
): string[] {
  if (top === 0) return [];
  const skipped = outcomes.filter(({ status }) => status === 'not applicable').length;
  const left = notStarted || unproven ? [] : untried(outcomes);
  const whole = outcomes.every(({ status }) => status === 'passed');
  const notes = [
    // A service that did not start has them among its advice.
    ...(notStarted ? [] : own),
    ...(whole ? ['Every check has passed.'] : []),
    ...(left.length > 0
      ? [`${count(left.length, 'check')} not tried, for want of an answer to judge: ${ids(left)}.`]
      : []),
    ...(skipped > 0
      ? [`${count(skipped, 'check')} not applicable at a URL; the points are shared out over the rest.`]
      : []),
    ...(submission.sandbox === 'none' ? ['Run without a sandbox: right for your own code only.'] : []),
  ];
  return notes.length > 0 ? ['', ...notes.flatMap((note) => paragraph(colours.dim(note), width, ' '))] : [];
}

function ids(outcomes: Report['outcomes']): string {
  return outcomes.map(({ id }) => id).join(', ');
}
