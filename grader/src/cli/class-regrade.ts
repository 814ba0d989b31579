import { userInfo } from 'node:os';
import { openCluster } from '@seeka/postgres';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import type { Change } from '../class/regrade.ts';
import { count } from '../report/figures.ts';
import { harmless } from '../report/harmless.ts';
import { asUsage, change, gradebookUrl } from './class-gradebook.ts';
import { allowOption, DATABASE, demandSandbox, whole } from './class-options.ts';
import { exitCodes, helpOf } from './help.ts';
import { interruption } from './interruption.ts';
import { course } from './labs.ts';
import { withText } from './progress.ts';
import type { Shell } from './shell.ts';

interface Flags {
  database?: string;
  by: string;
  reason: string;
}

interface RegradeFlags extends Flags {
  check?: string[];
  neverLower: boolean;
  concurrency?: number;
  allow: string[];
}

const REASON = 'why, for those who ask later';

/** `seeka class regrade`: judges a batch once more, and shows what would change. */
export function regradeCommand(shell: Shell): Command {
  return withAuthor(new Command('regrade'))
    .summary('judge a batch once more, and show what would change')
    .description('Judges what was handed in once more, and shows whose score would change, by how much, and why.')
    .argument('<batch>', 'as "seeka class grade" has named it')
    .option('--check <id...>', 'these checks alone, and those that need them')
    .option('--never-lower', 'when it is applied, nobody gets less than before', false)
    .option('--concurrency <n>', 'submissions graded here at once', whole)
    .addOption(allowOption())
    .addHelpText(
      'after',
      `
Examples:
  seeka class regrade 01-address-0f3a-1 --reason "page.limit asked for a page that the contract leaves open" --check page.limit
  seeka class apply regrade-5d81    ·    seeka class withdraw regrade-5d81 --reason "…"

Nothing changes before it is applied; withdrawn, it never counted. Adjustments stay what they are.

${exitCodes} · 130 interrupted`,
    )
    .action(async (batch: string, flags: RegradeFlags) => {
      demandSandbox();
      const { check: checks = null, neverLower, reason, by: begunBy, concurrency, allow } = flags;
      using stop = interruption(shell);
      const { regradeBatch } = await import('../class/grade-batch.ts');
      await using cluster = await openCluster();
      const databaseUrl = await gradebookUrl(flags, shell, cluster);
      const log = (line: string) => shell.stderr.write(`${harmless(line)}\n`);
      const where = { course, cluster, databaseUrl, concurrency, allow, signal: stop.signal, log };
      const { regrade, changes } = await withText(shell, (tell) =>
        regradeBatch({
          ...{ ...where, batch, wish: { checks, neverLower, reason, begunBy } },
          onProgress: ({ done, total }) => tell(`judging: ${done} of ${total}`),
        }).catch(asUsage),
      );
      shell.stdout.write(harmless(`${tableOf(changes)}\n`));
      shell.stdout.write(`Nothing has changed yet. To let it count: seeka class apply ${regrade.id}\n`);
    });
}

function tableOf(changes: Change[]): string {
  if (changes.length === 0) return 'No score would change.';
  const table = new Table({ head: ['member', 'before', 'after', 'why'], style: { head: [], border: [] } });
  for (const { member, name, nth, before, after, why } of changes) {
    const most = [...why.slice(0, 3), ...(why.length > 3 ? [`and ${why.length - 3} more`] : [])];
    table.push([
      `${member} ${name}${nth > 1 ? `, attempt ${nth}` : ''}`,
      before ?? 'none',
      after ?? 'none',
      most.join('\n'),
    ]);
  }
  return `${table}\n${count(changes.length, 'score')} would change.`;
}

/** `seeka class apply`: lets a regrade count. */
export function applyCommand(shell: Shell): Command {
  return withAuthor(new Command('apply'), false)
    .summary('let a regrade count')
    .description('Lets a regrade count from now on, once all of it is judged.')
    .argument('<regrade>', 'as "seeka class regrade" has named it')
    .addHelpText('after', helpOf('seeka class apply regrade-5d81'))
    .action((id: string, flags: Flags) =>
      change(shell, flags, async (gradebook) => {
        const { apply } = await import('../class/regrade.ts');
        const { regradeNamed } = await import('../class/named.ts');
        await apply(gradebook, await regradeNamed(gradebook, id), flags.by);
        return `${id} counts now. "seeka class grade" with the same roster writes the gradebook anew.`;
      }),
    );
}

/** `seeka class withdraw`: takes a regrade back. */
export function withdrawCommand(shell: Shell): Command {
  return withAuthor(new Command('withdraw'))
    .summary('take a regrade back')
    .description('Takes a regrade back, applied or not: the scores are what they were without it.')
    .argument('<regrade>', 'as "seeka class regrade" has named it')
    .addHelpText('after', helpOf('seeka class withdraw regrade-5d81 --reason "The check was right."'))
    .action((id: string, flags: Flags) =>
      change(shell, flags, async (gradebook) => {
        const { withdraw } = await import('../class/regrade.ts');
        const { regradeNamed } = await import('../class/named.ts');
        await withdraw(gradebook, await regradeNamed(gradebook, id), flags.by, flags.reason);
        return `${id} does not count any more.`;
      }),
    );
}

/** `seeka class adjust`: adds points to one score, or takes some. */
export function adjustCommand(shell: Shell): Command {
  return withAuthor(new Command('adjust'))
    .summary('add points to one score, or take some')
    .description('Adds points to one score, or takes some; a regrade leaves them as they are.')
    .argument('<batch>', 'as "seeka class grade" has named it')
    .argument('<member>', 'id of the roster; of a group, of the one who handed in; ada/2 is her second attempt')
    .argument('<points>', 'such as +3 or -2.5', points)
    .allowUnknownOption()
    .addHelpText('after', helpOf('seeka class adjust 01-address-0f3a-1 ada +3 --reason "The handout was unclear."'))
    .action((batch: string, member: string, by: number, flags: Flags) =>
      change(shell, flags, async (gradebook) => {
        const { adjust, standings } = await import('../class/regrade.ts');
        const { attemptNamed } = await import('../class/named.ts');
        const attempt = await attemptNamed(gradebook, batch, member);
        await adjust(gradebook, attempt, by, flags.by, flags.reason);
        const row = (await standings(gradebook, batch)).find((one) => one.attempt === attempt.id);
        const adjusted = Math.round((row?.adjusted ?? by) * 100) / 100;
        const inAll = adjusted === by ? '' : ' in all';
        return `${member} has ${row?.score ?? 'no score'} now, ${adjusted > 0 ? '+' : ''}${adjusted} by hand${inAll}.`;
      }),
    );
}

function points(text: string): number {
  const isNumber = /^[+-]?\d{1,3}(\.\d{1,2})?$/.test(text) && Math.abs(Number(text)) <= 100;
  if (isNumber && Number(text) !== 0) return Number(text);
  throw new InvalidArgumentError('It must be a number from -100 to 100, with two decimals at most, and not 0.');
}

function filled(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It must not be empty.');
}

/** `seeka class history`: who did what with a batch. */
export function historyCommand(shell: Shell): Command {
  return new Command('history')
    .summary('say who did what with a batch, and why')
    .description('Says who regraded or adjusted what in a batch, when, and why.')
    .argument('<batch>', 'as "seeka class grade" has named it')
    .option('--member <id>', 'what concerns this member')
    .option('--database <url>', DATABASE)
    .addHelpText('after', helpOf('seeka class history 01-address-0f3a-1 --member ada'))
    .action((batch: string, { member, ...flags }: Pick<Flags, 'database'> & { member?: string }) =>
      change(shell, flags, async (gradebook) => {
        const { history } = await import('../class/regrade.ts');
        const { attemptNamed, batchNamed } = await import('../class/named.ts');
        await batchNamed(gradebook, batch);
        const attempt = member === undefined ? undefined : await attemptNamed(gradebook, batch, member);
        const events = await history(gradebook, batch, attempt?.id);
        const lines = events.map(({ at, doneBy, what, attempt, reason }) =>
          [at.toISOString(), doneBy, what, attempt?.slice(batch.length + 1), reason].filter(Boolean).join(' · '),
        );
        return lines.join('\n') || 'Nothing was done since it was graded.';
      }),
    );
}

function withAuthor(command: Command, needsReason = true): Command {
  const named = command.option('--by <name>', 'who does it', userInfo().username).option('--database <url>', DATABASE);
  return needsReason ? named.requiredOption('--reason <text>', REASON, filled) : named;
}
