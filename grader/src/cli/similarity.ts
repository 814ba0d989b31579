import { readdirSync, realpathSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { harmless, harmlessLine } from '../report/harmless.ts';
import { type Similarity, SimilarityError } from '../similarity/similarity.ts';
import { interruption } from './interruption.ts';
import { assertLab, course, knownLabs } from './labs.ts';
import { assertWritable, makeFolder } from './outputs.ts';
import { type Shell, UsageError } from './shell.ts';

interface Options {
  lab: string;
  out: string;
  threshold: number;
  common: number;
  json?: string;
}

const examples = `
It finds likeness, not guilt: read both sides before you decide anything.

Examples:
  seeka similarity submissions/ --lab 01-address --out similar/
  seeka similarity roster.csv --lab 01-address --out similar/ --json similar.json
  seeka similarity submissions/ --lab 01-address --out similar/ --threshold 0.7

A folder holds a folder or a zip for each submission. A roster is the one of "seeka class grade": folders, zips and git
repositories are compared, services at a URL are left out. What one of a group hands in is compared once.

Exit codes: 0 done, 2 the submissions or the command line cannot be read.`;

/** `seeka similarity`: which submissions of a lab are alike. */
export function similarityCommand(shell: Shell): Command {
  return new Command('similarity')
    .description('Compares all submissions of a lab with one another, and writes a report of those that are alike.')
    .argument('<submissions>', 'a folder of submissions, or a roster.csv')
    .requiredOption('--lab <lab>', 'such as 01-address; its starter does not count')
    .requiredOption('--out <folder>', 'write index.html, pairs.csv and a page for each pair there')
    .option('--threshold <share>', 'from 0 to 1: submissions this alike make a cluster', share, 0.5)
    .option('--common <percent>', 'code that more of the class has than this does not count', percent, 0.5)
    .option('--json <file>', 'write the whole result there')
    .addHelpText('after', examples)
    .action((submissions: string, options: Options) => similarity(submissions, options, shell));
}

function share(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 1)) throw new InvalidArgumentError('It must be from 0 to 1.');
  return number;
}

function percent(text: string): number {
  const number = Number(text);
  if (!(number >= 1 && number <= 100)) throw new InvalidArgumentError('It must be from 1 to 100.');
  return number / 100;
}

async function similarity(path: string, options: Options, shell: Shell): Promise<void> {
  const { lab, out, threshold, common, json } = options;
  assertLab(lab);
  const [{ candidatesIn }, { compare }, { holdsReport, writeReport }] = await Promise.all([
    import('../similarity/candidates.ts'),
    import('../similarity/compare.ts'),
    import('../similarity/write.ts'),
  ]);
  using stop = interruption();
  const { signal } = stop;
  try {
    await using read = await withSpinner(shell, () => candidatesIn(path, { lab, labs: knownLabs(), signal }));
    const { candidates, leftOut } = read;
    for (const line of leftOut) shell.stderr.write(`${harmlessLine(line)}\n`);
    if (candidates.length === 0) throw new UsageError(`Nothing in ${path} can be compared.`);
    prepare(out, holdsReport, statSync(path).isDirectory() ? [path] : candidates.map(({ folder }) => folder));
    if (json) assertWritable({ json });
    const found = await withSpinner(shell, async (tell) => {
      const onProgress = (done: number, total: number) => {
        signal.throwIfAborted();
        tell(done, total);
      };
      const result = await compare(candidates, { lab, course, threshold, common, onProgress });
      await writeReport(result, out);
      return result;
    });
    if (json) await writeFile(json, `${JSON.stringify(found, null, 2)}\n`);
    shell.stdout.write(harmless(`${summary(found, leftOut.length)}\nThe report: ${join(out, 'index.html')}\n`));
  } catch (error) {
    if (error instanceof SimilarityError) throw new UsageError(error.message);
    throw error;
  }
}

/** A report among the submissions would be one of them next time. */
function prepare(out: string, holdsReport: (folder: string) => boolean, sources: string[]): void {
  for (const source of sources) {
    if (relative(resolve(source), resolve(out)).startsWith('..')) continue;
    throw new UsageError(`${out} lies among the submissions. Choose a folder beside them with --out.`);
  }
  makeFolder(out);
  if (readdirSync(out).length > 0 && !holdsReport(out))
    throw new UsageError(`${out} is not empty, and holds no earlier report, so nothing was done. Choose a new folder.`);
  assertWritable({ html: join(realpathSync(out), 'index.html') });
}

type OnProgress = (done: number, total: number) => void;

/** One line on a terminal; ora writes nothing elsewhere but what it is asked to. */
async function withSpinner<T>({ stderr }: Shell, work: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  // A terminal that does not know its width would have ora clear lines without end.
  if (!stderr.isTTY || !stderr.columns) return await work(() => undefined);
  const { default: ora } = await import('ora');
  const spinner = ora({ stream: stderr, discardStdin: false, text: 'reading' }).start();
  try {
    return await work((done, total) => {
      spinner.text = done < total ? `reading submissions: ${done} of ${total}` : 'comparing';
    });
  } finally {
    spinner.stop();
  }
}

function summary({ submissions, pairs, clusters, threshold }: Similarity, leftOut: number): string {
  const compared = submissions.filter(({ tooLittle }) => !tooLittle).length;
  const little = submissions.length - compared;
  const rest = [little && `${little} with too little code`, leftOut && `${leftOut} left out`].filter(Boolean);
  const above = submissions.filter(({ highest }) => highest >= threshold && highest > 0).length;
  const [first] = pairs;
  return [
    `Compared ${[`${compared} of ${submissions.length + leftOut} submissions`, ...rest].join('; ')}.`,
    `At least ${Math.round(100 * threshold)} % like another: ${above}, in ${counted(clusters.length, 'cluster')}.`,
    `Alike in part: ${counted(pairs.filter(({ partly }) => partly).length, 'pair')}.`,
    ...(first
      ? [
          `Most alike, ${Math.round(100 * first.similarity)} %: ${harmlessLine(first.left.name)} and ${harmlessLine(first.right.name)}.`,
        ]
      : []),
  ].join('\n');
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
