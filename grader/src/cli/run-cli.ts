import { Command, CommanderError, Help, type Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { harmless } from '../report/harmless.ts';
import { commands } from './commands.ts';
import type { Shell } from './shell.ts';

const INTERRUPTED = 130;
/** Exit codes of errors whose message says all. An IngestError is of a network that is down, or a disk that is full. */
const TOLD: Record<string, number> = { UsageError: 2, UnreadableSubmission: 2, IngestError: 3 };

/**
 * Carries out one command line and resolves with its exit code: 0 done, 1 below what was asked, 2 the submission or the
 * command line cannot be read, 3 our own fault, 130 interrupted.
 */
export async function runCli(
  argv: string[],
  env: NodeJS.ProcessEnv,
  { stdout, stderr }: Pick<Shell, 'stdout' | 'stderr'>,
): Promise<number> {
  const shell: Shell = { env, stdout, stderr, exitCode: 0 };
  try {
    const program = await programFor(argv, shell);
    await program.parseAsync(argv, { from: 'user' });
    return shell.exitCode;
  } catch (error) {
    return exitCodeOf(error as Error, shell);
  }
}

/** Only the command that is asked for is loaded: `--help` and errors answer at once. */
async function programFor(argv: string[], shell: Shell): Promise<Command> {
  const program = new Command('seeka')
    .description('Grades and runs the services of the Seeka course.')
    .version(packageJson.version)
    .addHelpText(
      'after',
      '\nStart it in the course folder: npx --no-install seeka COMMAND\nCOMMAND --help tells more of one, with examples.',
    )
    .configureHelp({ optionDescription: withDuty })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => shell.stderr.write(text),
    });
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const asked = argv.includes(name);
    program.addCommand(asked ? adopted(await load(shell), program) : new Command(name).description(summary));
  }
  return program;
}

function withDuty(this: Help, option: Option): string {
  const said = Help.prototype.optionDescription.call(this, option);
  return option.mandatory ? `${said} (required)` : said;
}

/** A command made elsewhere, and those below it, write and end as the program does. */
function adopted(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) adopted(child, command);
  return command;
}

function exitCodeOf(error: Error, { env, stderr }: Shell): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error.name === 'AbortError') return INTERRUPTED;
  const code = TOLD[error.name];
  if (code !== undefined) {
    const { advice = '' } = error as { advice?: string };
    stderr.write(harmless(`error: ${error.message} ${advice}`.trimEnd()).concat('\n'));
    return code;
  }
  stderr.write(harmless(`The grader itself is at fault: ${error.message}\n`));
  stderr.write(env.DEBUG ? `${error.stack}\n` : 'With DEBUG=1 before the command it says where.\n');
  return 3;
}
