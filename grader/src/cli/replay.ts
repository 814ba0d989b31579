import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import Table from 'cli-table3';
import { Command } from 'commander';
import { digestOf } from '../contract-digest.ts';
import { compare, type Difference } from '../evidence/compare.ts';
import { digestOfSubmission } from '../evidence/digest.ts';
import { keysFolder, signingKey } from '../evidence/evidence.ts';
import { publicKeysIn } from '../evidence/keys.ts';
import { readReport } from '../evidence/read-report.ts';
import { type SignedReport, verifyReport } from '../evidence/signature.ts';
import { sandboxHere } from '../machine.ts';
import { noneSuch } from '../nearest.ts';
import { harmlessLine } from '../report/harmless.ts';
import type { Report, Submission } from '../types.ts';
import { demandSandbox } from './class-options.ts';
import { interruption } from './interruption.ts';
import { assertCheckpoint, course, knownLabs } from './labs.ts';
import { withProgress } from './progress.ts';
import { type Shell, UsageError } from './shell.ts';
import { asUsage } from './signing.ts';
import { type Opened, openSubmission, toldApart } from './submission.ts';

interface ReplayFlags {
  submission?: string;
  check?: string;
  publicKey?: boolean;
}

const examples = `
Examples:
  seeka replay report.json                                what the report names
  seeka replay report.json --submission ../handed-in.zip  what was handed in, where it lies now
  seeka replay report.json --check match.stale            one check, and what it needs
  seeka replay --public-key > seeka.jwk                 for others, to put into .seeka/keys/public

Exit codes: 0 everything is as reported · 1 something differs · 2 the report is forged or cannot be read, or an option is
wrong · 3 the grader itself is at fault`;

export function replayCommand(shell: Shell): Command {
  return new Command('replay')
    .description('Verifies the signature of a report, runs the same seed again, and says what comes out differently.')
    .argument('[report]', 'a file that seeka grade --json FILE --sign or seeka class grade has written')
    .option(
      '--submission <path>',
      'what was handed in: a folder, a zip or a git repository, when it lies elsewhere now',
    )
    .option('--check <id>', 'try this check alone, and what it needs')
    .option('--public-key', 'print the public half of the key that signs here, as a JWK')
    .addHelpText('after', examples)
    .action(async (file: string | undefined, flags: ReplayFlags) => {
      shell.exitCode = await asUsage(() => (flags.publicKey ? printKey(shell) : replay(file, flags, shell)));
    });
}

async function printKey({ env, stdout }: Shell): Promise<number> {
  const { publicKey } = await signingKey(course, env);
  stdout.write(`${JSON.stringify(publicKey)}\n`);
  return 0;
}

/** One signed report, from the file to what differs. */
async function replay(file: string | undefined, { submission: elsewhere, check }: ReplayFlags, shell: Shell) {
  if (file === undefined)
    throw new UsageError('Which report? Give the file that seeka grade --json FILE --sign wrote.');
  const text = await textOf(file);
  const report = await asUsage(async () => readReport(text), `${file}: `);
  await assertGenuine(report, shell.env);
  assertReported(report, check);
  using stop = interruption();
  await using opened = await openReported(report, elsewhere, stop.signal);
  const { submission } = opened;
  const changes = await changedSources(report, submission);
  for (const line of changes) shell.stdout.write(`${harmlessLine(line)}\n`);
  const again = await gradedAgain(report, submission, { check, signal: stop.signal, shell });
  const differences = compare(report, again, check);
  if (again.graderVersion !== report.graderVersion) {
    shell.stdout.write(
      harmlessLine(`Graded by ${report.graderVersion}; this grader is ${again.graderVersion}.`).concat('\n'),
    );
  }
  shell.stdout.write(`${told(report, differences, check)}\n`);
  if (again.score === null) return 3;
  return changes.length + differences.length === 0 ? 0 : 1;
}

function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `Cannot read ${file} (${error.code}). Give the file that seeka grade --json FILE --sign wrote.`,
    );
  });
}

/** @throws UsageError when no key known here signed what counts in the report. */
async function assertGenuine(report: SignedReport, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = keysFolder(course, env);
  const own = env.SEEKA_SIGNING_KEY ? [(await signingKey(course, env)).publicKey] : [];
  const verification = await verifyReport(report, [...own, ...(await publicKeysIn(folder))]);
  if (verification === 'valid') return;
  const advice = `Believe no score in it. If another machine signed it, put what its "seeka replay --public-key" prints into ${folder}/public as NAME.jwk.`;
  throw new UsageError(`The report is not genuine: ${verification.invalid}. ${advice}`);
}

/** What to run. The report decides nothing about where requests go: a URL must be the one that was signed. */
async function openReported(
  { lab, submission: { kind, source } }: SignedReport,
  elsewhere: string | undefined,
  signal: AbortSignal,
): Promise<Opened> {
  if (!knownLabs().includes(lab)) throw new UsageError(`This course has no lab "${lab}".`);
  if (kind === 'folder') {
    const given = elsewhere ?? pathHere(source);
    const told = await toldApart(given);
    if (told.kind === 'url') throw new UsageError('The report is on files. Give them with --submission PATH.');
    return await openSubmission(given, told, { lab, signal });
  }
  if (elsewhere) throw new UsageError('The report is on a service at a URL, so --submission has no meaning.');
  if (!URL.canParse(source)) throw new UsageError(`The report is on "${source}", which is no URL.`);
  return { submission: { kind, lab, url: source }, notes: [], [Symbol.asyncDispose]: async () => undefined };
}

/** A report of a class names paths as its roster does. */
function pathHere(source: string): string {
  if (existsSync(source)) return source;
  throw new UsageError(`There is no ${source} here. Give what was handed in with --submission PATH.`);
}

function assertReported({ outcomes }: SignedReport, check: string | undefined): void {
  const ids = outcomes.map(({ id }) => id);
  if (check === undefined || ids.includes(check)) return;
  throw new UsageError(noneSuch(`The report has no check "${check}".`, check, ids));
}

async function changedSources({ lab, evidence }: SignedReport, submission: Submission): Promise<string[]> {
  const sameSubmission = (await digestOfSubmission(submission)) === evidence.submissionDigest;
  if (!sameSubmission && submission.kind === 'url') throw new UsageError('The report was signed for another URL.');
  return [
    ...(sameSubmission ? [] : ['The files are not those that were graded: what differs may be their doing.']),
    ...((await digestOf(course, lab)) === evidence.contractDigest
      ? []
      : ['The checks, openapi.yaml or lab.yaml are not those it was graded by: what differs may be their doing.']),
  ];
}

async function gradedAgain(
  report: SignedReport,
  submission: Submission,
  { check, signal, shell }: { check: string | undefined; signal: AbortSignal; shell: Shell },
) {
  if (submission.kind === 'folder') demandSandbox();
  const { openGrader } = await import('../grade.ts');
  await using grader = await openGrader({ course, sandbox: sandboxHere() ?? 'bubblewrap' });
  const how = { ...scopeOf(report, check), seed: report.seed, signal };
  const grading = withProgress(shell, (onProgress) => grader.grade(submission, { ...how, onProgress }));
  return await grading.finally(() => signal.throwIfAborted());
}

/** As far as the report went: conformance to openapi.yaml is judged by all that is asked that far. */
function scopeOf({ lab, checkpoints, outcomes }: SignedReport, check: string | undefined) {
  const checkpoint = checkpoints.at(-1)?.id;
  if (checkpoint) assertCheckpoint(lab, checkpoint);
  return { checkpoint, checks: check ? [check] : outcomes.map(({ id }) => id) };
}

function told({ outcomes, seed, startedAt }: Report, differences: Difference[], check: string | undefined): string {
  const what = check ?? `${outcomes.length} checks`;
  const which = harmlessLine(`${what}, seed ${seed}, graded on ${startedAt}`);
  if (differences.length === 0) return `The report is genuine, and everything came out as reported: ${which}.`;
  const table = new Table({ head: ['', 'reported', 'now'], style: { head: [], border: [] } });
  for (const { what, reported, replayed } of differences) table.push([harmlessLine(what), reported, replayed]);
  return `The report is genuine, but this came out differently: ${which}.\n${table}`;
}
