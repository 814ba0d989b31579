import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import ora from 'ora';
import { digestOf } from '../contract-digest.ts';
import { loadMutants } from '../validity/mutate.ts';
import { takenUp } from '../validity/taken-up.ts';
import { type Validity, verify } from '../validity/verify.ts';
import { interruption } from './interruption.ts';
import { assertLab, course } from './labs.ts';
import { assertWritable } from './outputs.ts';
import { type Shell, UsageError } from './shell.ts';

interface Options {
  json?: string;
  runs: number;
  jobs?: number;
  mutant?: string[];
}

/** `seeka verify`: the grader, graded. Exits 1 when a mutant survives, or a correct service is blamed. */
export function verifyCommand(shell: Shell): Command {
  return new Command('verify')
    .summary('grade the grader: every correct service and every mutant of a lab')
    .description(
      'Grades each correct service several times and each mutant once, and prints what the grader got wrong. Exits 1 when it got anything wrong.',
    )
    .argument('<lab>', 'such as 01-address')
    .option(
      '--json <file>',
      'write the whole result there; with --mutant, a result that is there takes up these verdicts',
    )
    .option('--runs <n>', 'how often each correct service is graded', whole, 20)
    .option('--jobs <n>', 'submissions graded at once (default: what the cores suffice for)', whole)
    .option('--mutant <id...>', 'only these mutants, and no correct service')
    .addHelpText(
      'after',
      '\nExamples:\n  seeka verify 01-address\n  seeka verify 01-address --runs 1 --json validity.json\n  seeka verify 01-address --mutant race.put race.post\n  seeka verify 01-address --mutant race.put --json validity.json\n',
    )
    .action(async (lab: string, options: Options) => {
      shell.exitCode = await run(lab, options);
    });
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return number;
}

async function run(lab: string, { json, runs, jobs, mutant }: Options): Promise<number> {
  assertLab(lab);
  assertWritable({ json });
  await expectKnown(lab, mutant);
  const whole = mutant && json !== undefined && existsSync(json) ? await resultIn(json, lab) : undefined;
  const spinner = ora({ stream: process.stderr }).start(`verifying ${lab}`);
  using stop = interruption();
  const onProgress = (done: number, total: number, what: string) => {
    spinner.text = `verifying ${lab}: ${done} of ${total} (${what})`;
    // In a log, where no line can be written over, each tenth of the way is told.
    if (!process.stderr.isTTY && done % Math.ceil(total / 10) === 0) process.stderr.write(`${spinner.text}\n`);
  };
  try {
    const validity = await verify({
      course,
      lab,
      runs,
      onProgress,
      signal: stop.signal,
      ...(jobs ? { jobs } : {}),
      ...(mutant ? { mutants: mutant } : {}),
    });
    spinner.stop();
    process.stdout.write(`${printed(validity)}\n`);
    const result = whole ? takenUp(whole, validity) : validity;
    if (json) await writeFile(json, `${JSON.stringify(result, null, 2)}\n`);
    return isRight(validity) ? 0 : 1;
  } finally {
    spinner.stop();
  }
}

async function expectKnown(lab: string, wanted: string[] = []): Promise<void> {
  const known = new Set((await loadMutants(course, lab)).map(({ id }) => id));
  const unknown = wanted.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new UsageError(`${lab} has no mutant ${unknown.join(', ')}.`);
}

/** Mutants alone can be added to a result only of the contract as it is now. */
async function resultIn(file: string, lab: string): Promise<Validity> {
  const result: Partial<Validity> = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text))
    .catch(() => ({}));
  if (result.lab === lab && result.digest === (await digestOf(course, lab))) return result as Validity;
  throw new UsageError(`${file} is no result of this contract. Verify the lab as a whole: leave out --mutant.`);
}

function isRight({ survived, falseAlarms, flakes, degenerate }: Validity): boolean {
  return survived.length + falseAlarms.length + flakes.length === 0 && degenerate.every(earnsWhatItMay);
}

function earnsWhatItMay({ score, most }: Validity['degenerate'][number]): boolean {
  return score !== null && score <= most;
}

function printed(validity: Validity): string {
  const { lab, checks, mutants, killed, survived, falseAlarms, flakes, good, degenerate, table } = validity;
  const rows = new Table({
    head: ['mutant', 'caught by', ''],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [30, 30, 12],
  });
  for (const row of table) {
    rows.push([row.mutant, row.kills.join('\n'), survived.includes(row.mutant) ? 'SURVIVED' : 'killed']);
  }
  return [
    table.length > 0 ? rows.toString() : '',
    `${lab}: ${checks} checks; ${killed} of ${mutants} mutants killed`,
    ...good.map(({ name, runs, perfect }) => `${name}: 100 in ${perfect} of ${runs} runs`),
    ...degenerate.map(({ name, score }) => `a server that ${name.replaceAll('-', ' ')}: ${score ?? 'no score'}`),
    ...survived.map((id) => `survived: ${id}`),
    ...falseAlarms.map(
      ({ subject, check, reason, seed }) => `false alarm: ${check} on ${subject} (seed ${seed}): ${reason}`,
    ),
    ...flakes.map(({ subject, check }) => `flake: ${check} on ${subject}`),
    `${falseAlarms.length} false alarms, ${flakes.length} flakes`,
  ].join('\n');
}
