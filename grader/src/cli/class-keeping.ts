import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { harmless } from '../report/harmless.ts';
import { change, shownGradebook } from './class-gradebook.ts';
import { DATABASE, day } from './class-options.ts';
import { helpOf } from './help.ts';
import { type Shell, UsageError } from './shell.ts';

interface Flags {
  database?: string;
}

interface DeletingFlags extends Flags {
  yes?: boolean;
}

/** `seeka class backup`, `restore`, `forget` and `purge`: how the gradebook is kept, and how people leave it. */
export function keepingCommands(shell: Shell): Command[] {
  return [backupCommand(shell), restoreCommand(shell), forgetCommand(shell), purgeCommand(shell)];
}

function backupCommand(shell: Shell): Command {
  return command('backup', 'write the whole gradebook to a new file', 'seeka class backup 2027-spring.jsonl.gz')
    .description('Writes the whole gradebook to a new file, which only you can read.')
    .argument('<file>', 'such as 2027-spring.jsonl.gz; it holds personal data')
    .action((file: string, flags: Flags) =>
      change(shell, flags, async (gradebook) => {
        const { backUp } = await import('../class/keeping.ts');
        await backUp(gradebook, file).catch(asFileError(file));
        return `Written to ${file}. What has no grade yet is queued again when it is restored.`;
      }),
    );
}

function restoreCommand(shell: Shell): Command {
  const example = 'seeka class restore 2027-spring.jsonl.gz --database postgres://…/seeka_restored';
  return command('restore', 'put a backup into an empty gradebook', example)
    .description('Puts a backup into an empty gradebook: a database that was made with "create database", and no more.')
    .argument('<file>', 'written by "seeka class backup"')
    .action((file: string, flags: Flags) =>
      change(shell, flags, async (gradebook, databaseUrl) => {
        const { restore } = await import('../class/keeping.ts');
        const { Queue } = await import('../class/queue.ts');
        await using queue = await Queue.open(databaseUrl);
        await restore({ gradebook, queue }, file).catch(asFileError(file));
        return 'Restored. What the backup has no grade of is queued: "seeka class grade" or "seeka worker" grades it.';
      }),
    );
}

function forgetCommand(shell: Shell): Command {
  return command('forget', 'delete all that is kept of a member', 'seeka class forget ada')
    .description('Deletes all that is kept of a member: attempts, scores, reports, and what was handed in.')
    .argument('<member>', 'id of the roster')
    .option('--yes', YES)
    .action((member: string, flags: DeletingFlags) =>
      change(shell, flags, async (gradebook, databaseUrl) => {
        const { attemptsOf, forget } = await import('../class/keeping.ts');
        const count = counted(await attemptsOf(gradebook, member));
        await demandConsent(shell, flags, `${member} with ${count}, scores and reports`, databaseUrl);
        await forget(gradebook, member);
        return `Nothing is kept of ${member} any more, but in backups and in files that were written before.`;
      }),
    );
}

function purgeCommand(shell: Shell): Command {
  return command(
    'purge',
    'delete what was handed in before a day; scores and reports stay',
    'seeka class purge 2027-07-01',
  )
    .description('Deletes what was handed in before a day, which begins at midnight UTC. Scores and reports stay.')
    .argument('<day>', 'such as 2027-07-01', day)
    .option('--yes', YES)
    .action((before: Date, flags: DeletingFlags) =>
      change(shell, flags, async (gradebook, databaseUrl) => {
        const { dropSubmissions, submissionsBefore } = await import('../class/keeping.ts');
        const count = counted(await submissionsBefore(gradebook, before));
        await demandConsent(shell, flags, count, databaseUrl);
        return `${counted(await dropSubmissions(gradebook, before))} deleted.`;
      }),
    );
}

function command(name: string, summary: string, example: string): Command {
  return new Command(name).summary(summary).option('--database <url>', DATABASE).addHelpText('after', helpOf(example));
}

function counted(count: number): string {
  return `${count} submission${count === 1 ? '' : 's'}`;
}

const YES = 'delete without asking';

/** Says what would be lost, and asks unless --yes is given. @throws UsageError when the answer is not yes. */
async function demandConsent({ stderr }: Shell, { yes }: DeletingFlags, what: string, url: string): Promise<void> {
  stderr.write(harmless(`To be deleted from the gradebook ${shownGradebook(url)}: ${what}.\n`));
  if (yes) return;
  if (!process.stdin.isTTY) throw new UsageError('Nothing was deleted. Say --yes to delete it.');
  stderr.write('It cannot be undone. Delete it? (yes/no) ');
  using lines = createInterface({ input: process.stdin });
  const { value: answer } = await lines[Symbol.asyncIterator]().next();
  if (answer !== 'yes') throw new UsageError('Nothing was deleted.');
}

function asFileError(file: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const { code = '' } = error;
    if (code === 'EEXIST') throw new UsageError(`${file} exists already. Choose a new file.`);
    if (/^E[A-Z]+$/.test(code)) throw new UsageError(`${file} cannot be used (${code}).`);
    if (code === 'Z_BUF_ERROR') throw new UsageError(`${file} is cut off: it is no whole backup of a gradebook.`);
    const isOther = code.startsWith('Z_') || error instanceof SyntaxError;
    throw isOther ? new UsageError(`${file} is no backup of a gradebook.`) : error;
  };
}
