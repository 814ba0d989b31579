import { openCluster } from '@seeka/postgres';
import { Command } from 'commander';
import { harmless } from '../report/harmless.ts';
import { gradebookUrl, namedGradebook } from './class-gradebook.ts';
import { allowOption, demandSandbox, positive } from './class-options.ts';
import { interruption } from './interruption.ts';
import { course } from './labs.ts';
import { type Shell, UsageError } from './shell.ts';

interface Flags {
  database?: string;
  concurrency?: number;
  allow: string[];
}

const examples = `
Examples:
  SEEKA_DATABASE_URL=postgres://… seeka worker      grades what waits in that gradebook, until Ctrl-C
  seeka worker --concurrency 8

The submissions come from the gradebook's database; this machine needs the course, a sandbox, and nothing else. The
databases of the submissions are this machine's own.

Exit codes: 130 interrupted; what was under way is graded by others · 2 an option is wrong · 3 our own fault`;

export function workerCommand(shell: Shell): Command {
  return new Command('worker')
    .description('Grades what waits in the queue of a class, on this machine too.')
    .option('--database <url>', 'the gradebook; better in SEEKA_DATABASE_URL, since others can read command lines')
    .option('--concurrency <n>', 'submissions graded at once (default: two for each core)', positive)
    .addOption(allowOption())
    .addHelpText('after', examples)
    .action(async (flags: Flags) => {
      await serve(flags, shell);
    });
}

async function serve(flags: Flags, shell: Shell): Promise<void> {
  const { concurrency, allow } = flags;
  if (namedGradebook(flags, shell) === undefined)
    throw new UsageError('Which gradebook? Set SEEKA_DATABASE_URL, such as postgres://user:password@host/seeka_class.');
  demandSandbox();
  using stop = interruption(shell);
  const { workFor } = await import('../class/grade-batch.ts');
  await using cluster = await openCluster();
  const databaseUrl = await gradebookUrl(flags, shell, cluster);
  const log = (line: string) => shell.stderr.write(`${harmless(line)}\n`);
  log('Waiting for work. Ctrl-C ends.');
  await workFor({ course, cluster, databaseUrl, concurrency, allow, signal: stop.signal, log });
  stop.signal.throwIfAborted();
}
