import { Command, InvalidArgumentError, Option } from 'commander';
import type { Grader } from '../grade.ts';
import { harmless } from '../report/harmless.ts';
import type { Report, Submission } from '../types.ts';
import { interruption } from './interruption.ts';
import { assertCheckpoint, course } from './labs.ts';
import { changeSinceLast } from './last-score.ts';
import { assertWritable, type Outputs, realFilesOf, writeReports } from './outputs.ts';
import { show } from './present.ts';
import { withProgress } from './progress.ts';
import { type Shell, UsageError } from './shell.ts';
import { assertSignable, signed } from './signing.ts';
import { type Opened, openSubmission, toldApart } from './submission.ts';

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
  seeka grade my-address.zip                             a zip of the folder
  seeka grade git+https://git.example.org/ann/address#main
                                                         a branch, tag or commit of a repository; also
                                                         https://….git, https://github.com/… and file://…
  seeka grade ../my-address --html report.html --junit report.xml --min-score 80

Exit codes: 0 graded, whatever the score · 1 below --min-score · 2 the submission cannot be read, or an option is wrong ·
3 the grader itself is at fault: no score`;

export function gradeCommand(shell: Shell): Command {
  return new Command('grade')
    .description('Grades a folder, a zip, a commit of a git repository, or a service that runs at a URL.')
    .argument('<submission>', 'a folder, a .zip, the URL of a git repository, or the http(s) URL of a service')
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
    .option('--gradescope <file>', 'write results.json for Gradescope; none when there is no score')
    .option('--github-classroom <file>', 'write the base64 that GitHub Classroom’s reporter reads')
    .option('--no-sandbox', 'run a folder without a sandbox: for your own code only')
    .addHelpText('after', examples)
    .action(async (source: string, flags: GradeFlags) => {
      shell.exitCode = await grade(source, flags, shell);
    });
}

/** One submission, from command line to exit code. */
async function grade(given: string, flags: GradeFlags, shell: Shell): Promise<number> {
  assertWritable(flags);
  assertSignable(flags);
  const source = await toldApart(given);
  if (flags.watch && source.kind !== 'folder') throw new UsageError(NOTHING_TO_WATCH);
  using stop = interruption();
  const how = { lab: flags.lab, signal: stop.signal };
  await using opened = await withProgress(shell, () => openSubmission(given, source, how));
  if (flags.through) assertCheckpoint(opened.submission.lab, flags.through);
  for (const note of opened.notes) shell.stderr.write(harmless(`note: ${note}`).concat('\n'));
  // Loaded here, so that --help and refusals answer at once.
  const { openGrader } = await import('../grade.ts');
  await using grader = await openGrader({ course, ...(flags.sandbox ? {} : { sandbox: 'none' as const }) });
  const once = () => gradeOnce(grader, opened, flags, shell, stop.signal);
  if (flags.watch && opened.submission.kind === 'folder') {
    const { watch } = await import('./watch.ts');
    return await watch(opened.submission.folder, once, shell, { signal: stop.signal, ours: realFilesOf(flags) });
  }
  return exitCodeOf(await once(), flags);
}

async function gradeOnce(
  grader: Grader,
  { submission, origin }: Opened,
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
  if (origin !== undefined) report.submission.source = origin;
  const change = await changeSinceLast(course, lasting({ submission, origin }), report);
  await writeReports(report, flags, change);
  show(report, { ...flags, change }, shell);
  return report;
}

const NOTHING_TO_WATCH = '--watch needs a folder: nobody says when anything else has changed.';

/** Under the name that it had before it was unpacked; commits of one repository are compared with one another. */
function lasting({ submission, origin }: Pick<Opened, 'submission' | 'origin'>): Submission {
  if (origin === undefined) return submission;
  return { kind: 'folder', lab: submission.lab, folder: origin.replace(/^(\w+:.*)#[^#]*$/, '$1') };
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
