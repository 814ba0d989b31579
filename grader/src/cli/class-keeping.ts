import { Command, InvalidArgumentError } from 'commander';
import { DATABASE } from './class-options.ts';
import { change } from './class-regrade.ts';
import { type Shell, UsageError } from './shell.ts';

interface Flags {
  database?: string;
}

/** `seeka class backup`, `restore`, `forget` and `purge`: how the gradebook is kept, and how people leave it. */
export function keepingCommands(shell: Shell): Command[] {
  return [
    command('backup', 'write the whole gradebook to a new file')
      .argument('<file>', 'such as gradebook.jsonl.gz; it holds personal data')
      .action((file: string, flags: Flags) =>
        change(shell, flags, async (gradebook) => {
          const { backUp } = await import('../class/keeping.ts');
          await backUp(gradebook, file).catch(asFileError(file));
          return `Written to ${file}. What has no grade yet is queued again when it is restored.`;
        }),
      ),
    command('restore', 'put a backup into an empty gradebook')
      .argument('<file>', 'written by "seeka class backup"')
      .action((file: string, flags: Flags) =>
        change(shell, flags, async (gradebook, databaseUrl) => {
          const { restore } = await import('../class/keeping.ts');
          const { Queue } = await import('../class/queue.ts');
          await using queue = await Queue.open(databaseUrl);
          await restore({ gradebook, queue }, file).catch(asFileError(file));
          return 'Restored. What the backup has no grade of is queued: "seeka class grade" or "seeka worker" grades it.';
        }),
      ),
    command('forget', 'delete all that is kept of a member')
      .argument('<member>', 'id of the roster')
      .action((member: string, flags: Flags) =>
        change(shell, flags, async (gradebook) => {
          await (await import('../class/keeping.ts')).forget(gradebook, member);
          return `Nothing is kept of ${member} any more, but in backups and in files that were written before.`;
        }),
      ),
    command('purge', 'delete what was handed in before a day; scores and reports stay')
      .argument('<day>', 'such as 2027-07-01', day)
      .action((before: Date, flags: Flags) =>
        change(shell, flags, async (gradebook) => {
          const { dropSubmissions } = await import('../class/keeping.ts');
          return `${await dropSubmissions(gradebook, before)} submissions are deleted.`;
        }),
      ),
  ];
}

function command(name: string, summary: string): Command {
  return new Command(name).summary(summary).option('--database <url>', DATABASE);
}

function day(text: string): Date {
  const date = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError('It must be a day such as 2027-07-01.');
}

function asFileError(file: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const { code = '' } = error;
    if (/^E[A-Z]+$/.test(code)) throw new UsageError(`${file} cannot be used (${code}).`);
    if (code === 'Z_BUF_ERROR') throw new UsageError(`${file} is cut off: it is no whole backup of a gradebook.`);
    const isOther = code.startsWith('Z_') || error instanceof SyntaxError;
    throw isOther ? new UsageError(`${file} is no backup of a gradebook.`) : error;
  };
}
