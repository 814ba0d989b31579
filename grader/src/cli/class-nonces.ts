import { openCluster } from '@seeka/postgres';
import { Command } from 'commander';
import { nonceFor, OWNERSHIP_PATH } from '../evidence/ownership.ts';
import { csv, textCell } from '../export/cells.ts';
import { gradebookUrl } from './class-gradebook.ts';
import { DATABASE, rosterOf } from './class-options.ts';
import { helpOf } from './help.ts';
import type { Shell } from './shell.ts';

interface Flags {
  roster: string;
  lab: string;
  database?: string;
}

/** `seeka class nonces`: what students serve who hand in a URL. */
export function noncesCommand(shell: Shell): Command {
  return new Command('nonces')
    .summary('print the line that proves whose a service at a URL is')
    .description(
      `Prints a line for each student of a roster. Whoever hands in a URL serves it as text/plain at ${OWNERSHIP_PATH}; it is read before and after the grading.`,
    )
    .requiredOption('--roster <file>', 'CSV file of students')
    .requiredOption('--lab <lab>', 'such as 01-address')
    .option('--database <url>', DATABASE)
    .addHelpText('after', helpOf('seeka class nonces --roster roster.csv --lab 01-address > nonces.csv'))
    .action(async (flags: Flags) => {
      await printNonces(flags, shell);
    });
}

async function printNonces(flags: Flags, shell: Shell): Promise<void> {
  const { members } = rosterOf(flags);
  const { Gradebook } = await import('../class/gradebook.ts');
  await using cluster = await openCluster();
  await using gradebook = await Gradebook.open(await gradebookUrl(flags, shell, cluster));
  const key = await gradebook.ownershipKey();
  const lines = members.map(({ id, name }) => [id, name, nonceFor(key, id, flags.lab)].map(textCell));
  shell.stdout.write(csv([['id', 'name', 'nonce'], ...lines]));
}
