import { Command, InvalidArgumentError, Option } from 'commander';
import type { Grader } from '../grade.ts';
import type { Report, Submission } from '../types.ts';
import { interruption } from './interruption.ts';
import { assertCheckpoint, course } from './labs.ts';
import { changeSinceLast } from './last-score.ts';
import { assertWritable, type Outputs, realFilesOf, writeReports } from './outputs.ts';
import { show } from './present.ts';
import { withProgress } from './progress.ts';
import { type Shell, UsageError } from './shell.ts';
import { assertSignable, signed } from './signing.ts';
import { submissionOf } from './submission.ts';

export interface GradeFlags extends Outputs {
  lab?: string;
  minScore?: number;
  seed?: number;
  through?: string;
  watch?: boolean;
  hints: 1 | 2 | 3;
  all?: boolean;
  quiet?: boolean;
  sandbox: boolean;
  sign?: boolean;
}

const examples = `
Examples:
  seeka grade ../my-address                              the folder's package.json names the lab
  seeka grade ../my-address --through 1.2 --hints 2      as far as you have come, with two tiers of hints
  seeka grade ../my-address --watch                      again on each save
  seeka grade --lab 01-address https://address.example.org
  seeka grade ../my-address --html report.html --junit report.xml --min-score 80

Exit codes: 0 graded, whatever the score · 1 below --min-score · 2 the submission cannot be read, or an option is wrong ·
3 the grader itself is at fault: no score`;

export function gradeCommand(shell: Shell): Command {
  return new Command('grade')
    .description('Grades a folder, or a service that runs at a URL.')
    .argument('<submission>', 'a folder, or an http(s) URL')
    .option('--lab <lab>', 'which lab it is; folders tell by package.json, lab.yaml or their name')
    .addOption(new Option('--checkpoint, --through <N.M>', 'grade up to this checkpoint, itself included'))
    .option('--watch', 'grade a folder again on each save, until Ctrl-C')
    .option('--hints <tiers>', 'show this many tiers of hints: 1 a nudge, 2 an approach, 3 almost code', tiers, 1)
    .option('--all', 'show every failure in full, not the five that cost most')
    .option('--quiet', 'print the first line alone')
    .option('--seed <n>', 'replay the run of this seed; a fresh one by default', whole)
    .option('--min-score <n>', 'exit 1 below this score', number)
    .option('--json <file>', 'write the whole record: for staff and programs, hidden checks in full')
    .option('--sign', 'sign that record, so that seeka replay can verify it')
    .option('--html <file>', 'write a page')
    .option('--junit <file>', 'write JUnit XML')
    .option('--no-sandbox', 'run a folder without a sandbox: for your own code only')
    .addHelpText('after', examples)
    .action(async (source: string, flags: GradeFlags) => {
      shell.exitCode = await grade(source, flags, shell);
    });
}

/** One submission, from command line to exit code. */
async function grade(source: string, flags: GradeFlags, shell: Shell): Promise<number> {
  const submission = submissionOf(source, flags.lab);
  if (flags.through) assertCheckpoint(submission.lab, flags.through);
  assertWritable(flags);
  assertSignable(flags);
  const folder = flags.watch ? folderToWatch(submission) : undefined;
  using stop = interruption();
  // Loaded here, so that --help and refusals answer at once.
  const { openGrader } = await import('../grade.ts');
  await using grader = await openGrader({ course, ...(flags.sandbox ? {} : { sandbox: 'none' as const }) });
  const once = () => gradeOnce(grader, submission, flags, shell, stop.signal);
  if (folder) {
    const { watch } = await import('./watch.ts');
    return await watch(folder, once, shell, { signal: stop.signal, ours: realFilesOf(flags) });
  }
  return exitCodeOf(await once(), flags);
}

async function gradeOnce(
  grader: Grader,
  submission: Submission,
  flags: GradeFlags,
  shell: Shell,
  signal: AbortSignal,
): Promise<Report> {
  const { seed, through } = flags;
  const how = { signal, ...(seed === undefined ? {} : { seed }), ...(through ? { checkpoint: through } : {}) };
  const grading = signed(submission, flags, shell, () =>
    withProgress(shell, (onProgress) => grader.grade(submission, { ...how, onProgress })),
  );
  const report = await grading.finally(() => signal.throwIfAborted());
  const change = await changeSinceLast(course, submission, report);
  await writeReports(report, flags, change);
  show(report, { ...flags, change }, shell);
  return report;
}

function folderToWatch(submission: Submission): string {
  if (submission.kind === 'folder') return submission.folder;
  throw new UsageError('--watch needs a folder: nobody says when a service at a URL has changed.');
}

function exitCodeOf({ score }: Report, { minScore = 0 }: GradeFlags): number {
  if (score === null) return 3;
  return score < minScore ? 1 : 0;
}

function number(text: string): number {
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  throw new InvalidArgumentError('It must be a number.');
}

function whole(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 on.');
}

function tiers(text: string): number {
  if (/^[123]$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be 1, 2 or 3.');
}
