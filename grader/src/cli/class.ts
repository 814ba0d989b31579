import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { Command } from 'commander';
import type { Count } from '../class/batch.ts';
import type { Result } from '../class/outputs.ts';
import { readTemplate } from '../export/canvas-template.ts';
import { ExportError } from '../export/cells.ts';
import { count, medianOf } from '../report/figures.ts';
import { harmless } from '../report/harmless.ts';
import { gradebookUrl } from './class-gradebook.ts';
import { keepingCommands } from './class-keeping.ts';
import { noncesCommand } from './class-nonces.ts';
import { allowOption, DATABASE, demandSandbox, positive, rosterOf, time, whole } from './class-options.ts';
import { adjustCommand, applyCommand, historyCommand, regradeCommand, withdrawCommand } from './class-regrade.ts';
import { sendCommand } from './class-send.ts';
import { standingCommand } from './class-standing.ts';
import { interruption } from './interruption.ts';
import { course, readLab } from './labs.ts';
import { makeFolder } from './outputs.ts';
import { withText } from './progress.ts';
import { type Shell, UsageError } from './shell.ts';

interface GradeFlags {
  roster: string;
  lab: string;
  out: string;
  concurrency?: number;
  database?: string;
  allow: string[];
  nth: number;
  at?: Date;
  canvasTemplate?: string;
}

const examples = `
Examples:
  seeka class grade --roster roster.csv --lab 01-address --out gradebook/
  seeka class grade --roster roster.csv --lab 01-address --out gradebook/ --nth 2      grade them all once more
  seeka class grade … --concurrency 0      leave the grading to workers on other machines (seeka worker)

The roster is a CSV file: id,name,email,group,lab,submission. A submission is a folder, a zip file, a git URL
(https://….git#ref) or the URL of a running service; paths start from the roster's folder.
Interrupted, by Ctrl-C or by force? The same command goes on where it stopped: nothing is lost, nothing graded twice.

Exit codes: 0 every submission is graded · 1 some could not be read or graded: gradebook.csv says why ·
2 the roster or an option is wrong · 3 our own fault · 130 interrupted`;

export function classCommand(shell: Shell): Command {
  const command = new Command('class')
    .description('Grades a class, and keeps its gradebook.')
    .addCommand(gradeCommand(shell))
    .addCommand(standingCommand(shell))
    .addCommand(sendCommand(shell))
    .addCommand(noncesCommand(shell))
    .addCommand(regradeCommand(shell))
    .addCommand(applyCommand(shell))
    .addCommand(withdrawCommand(shell))
    .addCommand(adjustCommand(shell))
    .addCommand(historyCommand(shell));
  for (const keeping of keepingCommands(shell)) command.addCommand(keeping);
  return command;
}

function gradeCommand(shell: Shell): Command {
  return new Command('grade')
    .summary('grade what a roster lists')
    .description('Grades all that a roster lists, and writes a gradebook and a report for each submission.')
    .requiredOption('--roster <file>', 'CSV file of students and what they handed in')
    .requiredOption('--lab <lab>', 'such as 01-address; lines of the roster that name another are left out')
    .requiredOption('--out <folder>', 'where gradebook.csv, canvas.csv, moodle.csv and reports/ are written')
    .option('--concurrency <n>', 'submissions graded here at once (default: what the cores suffice for)', whole)
    .option('--database <url>', DATABASE)
    .addOption(allowOption())
    .option('--nth <n>', 'which grading of this roster it is', positive, 1)
    .option('--at <time>', 'when it was handed in, such as 2027-02-12T23:59-05:00 (default: now)', time)
    .option('--canvas-template <file>', 'Canvas’s own export of the gradebook, whose rows and ids canvas.csv keeps')
    .addHelpText('after', examples)
    .action(async (flags: GradeFlags) => {
      shell.exitCode = await gradeClass(flags, shell);
    });
}

async function gradeClass(flags: GradeFlags, shell: Shell): Promise<number> {
  const { lab, out, concurrency, allow } = flags;
  const { members, handedIn } = rosterOf(flags);
  demandSandbox();
  makeFolder(out);
  const template = templateOf(flags);
  using stop = interruption(shell);
  const { gradeBatch } = await import('../class/grade-batch.ts');
  const { writeImports } = await import('../class/imports.ts');
  await using cluster = await openCluster();
  const databaseUrl = await gradebookUrl(flags, shell, cluster);
  const base = dirname(resolve(flags.roster));
  const order = {
    lab,
    members,
    handedIn: handedIn.filter((one) => one.lab === lab),
    base,
    nth: flags.nth,
    at: flags.at,
  };
  const log = (line: string) => shell.stderr.write(`${harmless(line)}\n`);
  const { batch, results } = await withText(shell, (tell) =>
    gradeBatch({
      ...{ course, cluster, databaseUrl, order, out, concurrency, allow, signal: stop.signal, log },
      onProgress: (progress) => tell(inWords(progress)),
    }),
  );
  const { title } = readLab(lab);
  const left = await writeImports(out, { lab, title }, results, template);
  for (const line of left) log(`note: ${line}`);
  return summary(batch.id, results, out, shell);
}

function templateOf({ canvasTemplate: file }: GradeFlags): string | undefined {
  if (file === undefined) return undefined;
  try {
    const template = readFileSync(file, 'utf8');
    readTemplate(template);
    return template;
  } catch (error) {
    if (error instanceof ExportError) throw new UsageError(`The template ${file} cannot be used: ${error.message}`);
    throw new UsageError(`The template ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function inWords({ phase, total, graded, refused, faulted }: { phase: string } & Count): string {
  const asides = [refused && `${refused} unreadable`, faulted && `${faulted} faults of the grader`].filter(Boolean);
  return [`${phase}: ${graded + refused} of ${total}`, ...asides].join(' · ');
}

function summary(batch: string, results: Result[], out: string, { stdout }: Shell): number {
  const scores = results.flatMap(({ row }) => row?.score ?? []);
  const median = medianOf(scores);
  const rest = results.length - scores.length;
  const have = (number: number) => (number === 1 ? 'has' : 'have');
  stdout.write(
    [
      `${scores.length} of ${count(results.length, 'student')} ${have(scores.length)} a score${median === undefined ? '' : `, median ${median}`}.`,
      ...(rest > 0 ? [`${rest} ${have(rest)} none: gradebook.csv says why.`] : []),
      `Written to ${out}: gradebook.csv, canvas.csv, moodle.csv and reports/. The batch is ${batch}.`,
      '',
    ].join('\n'),
  );
  return rest > 0 ? 1 : 0;
}
