import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { readOptions } from '../../../services/platform/src/options.ts';
import { course } from './labs.ts';
import { assertFree } from './neighbours.ts';
import { type Shell, UsageError } from './shell.ts';
import { folderOf, submissionOf } from './submission.ts';

interface StartFlags {
  use: string[];
  lab?: string;
  port?: number;
  site: boolean;
}

const examples = `
Examples:
  seeka start                              all of Seeka, as npm start does
  seeka start --use ../my-person           with your Person in place of the course's
  seeka start --use ../my-address --use ../my-person --port 9000`;

export function startCommand(shell: Shell): Command {
  return new Command('start')
    .description('Runs all of Seeka behind one address, with services of your own in place of the course’s.')
    .option('--use <folder>', 'a service of yours; may be given once for each lab', collect, [])
    .option('--lab <lab>', 'which lab the folder is; by default the folder tells')
    .option('--port <port>', 'where the gateway listens', portNumber)
    .option('--no-site', 'do not build the course site')
    .addHelpText('after', examples)
    .action((flags: StartFlags) => start(flags, shell));
}

/** Starts the platform as a process; resolves when it has ended. */
async function start({ use, lab, port, site }: StartFlags, shell: Shell): Promise<void> {
  const words = [...replacements(use, lab), ...(port ? ['--port', String(port)] : []), ...(site ? [] : ['--no-site'])];
  const wish = readOptions(words, shell.env);
  if (wish.kind === 'start') await assertFree(wish.port);
  const main = join(course, 'services', 'platform', 'src', 'main.ts');
  const platform = spawn(process.execPath, [main, ...words], { env: shell.env, stdio: ['ignore', 'pipe', 'pipe'] });
  platform.stdout.pipe(shell.stdout, { end: false });
  platform.stderr.pipe(shell.stderr, { end: false });
  const pass = (signal: NodeJS.Signals) => platform.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
  const [code] = (await once(platform, 'close')) as [number | null];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, pass);
  shell.exitCode = code ?? 1;
}

/** @throws UsageError when a folder is missing, is of no lab, or two are of one lab. */
function replacements(folders: string[], lab: string | undefined): string[] {
  if (lab && folders.length !== 1) throw new UsageError('--lab names the lab of one --use. Give one folder with it.');
  const found = new Map<string, string>();
  for (const source of folders) {
    const folder = folderOf(source);
    const part = submissionOf(folder, lab).lab.replace(/^\d+-/, '');
    const other = found.get(part);
    if (other) throw new UsageError(`${other} and ${folder} are both ${part}. Choose one of them.`);
    found.set(part, folder);
  }
  return [...found].flatMap(([part, folder]) => ['--use', `${part}=${folder}`]);
}

function collect(folder: string, others: string[]): string[] {
  return [...others, folder];
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 65535.');
}
