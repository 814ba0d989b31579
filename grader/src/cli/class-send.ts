import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { isDue, readSent, type Sending, sendings, writeSent } from '../class/sending.ts';
import type { SendOptions, Sent } from '../export/lti-send.ts';
import { harmless } from '../report/harmless.ts';
import { type Grades, gradesIn, usersIn } from './class-tables.ts';
import { interruption } from './interruption.ts';
import { LTI_SETTINGS, registrationOf } from './lti-settings.ts';
import { assertWritable } from './outputs.ts';
import { withText } from './progress.ts';
import { type Shell, UsageError } from './shell.ts';

interface Flags {
  lineitem: string;
  users: string;
  dryRun?: boolean;
}

const MAX_POINTS = 100;

const examples = `
Examples:
  seeka class send gradebook/ --lineitem https://lms.example/courses/7/lineitems/3 --users users.csv --dry-run
  seeka class send gradebook/ --lineitem https://lms.example/courses/7/lineitems/3 --users users.csv

--users is a CSV file with the columns id, of the roster, and user: the platform's name of that person, which is the
"sub" of LTI launches. What was sent is kept in sent.json beside the gradebook: the next time only what has changed is
sent. Without that file all is sent again, which does no harm.

How this course is registered with the platform is read from the environment:
${Object.entries(LTI_SETTINGS)
  .map(([name, what]) => `  ${name.padEnd(20)}  ${what}`)
  .join('\n')}
  SEEKA_LTI_AUDIENCE    whom tokens are asked of, where that is not the token URL

Exit codes: 0 the platform has every score that there is · 1 some were not sent: the output says whose and why ·
2 an option, a file or a setting is wrong · 3 our own fault · 130 interrupted; the same command goes on`;

/** `seeka class send`: scores for a learning platform, by LTI 1.3. */
export function sendCommand(shell: Shell): Command {
  return new Command('send')
    .summary('send the scores to a learning platform, by LTI 1.3')
    .description('Sends the scores of a gradebook to a learning platform, by LTI 1.3 Assignment and Grade Services.')
    .argument('<gradebook>', 'the folder that "seeka class grade --out" wrote, or a gradebook.csv')
    .requiredOption('--lineitem <url>', 'the column on the platform')
    .requiredOption('--users <file>', 'CSV file that says who is who on the platform')
    .option('--dry-run', 'say what would be sent, and send nothing')
    .addHelpText('after', examples)
    .action(async (path: string, flags: Flags) => {
      shell.exitCode = await send(path, flags, shell);
    });
}

async function send(path: string, { lineitem, users, dryRun }: Flags, shell: Shell): Promise<number> {
  const grades = gradesIn(path);
  const names = usersIn(users);
  const registration = await registrationOf(shell);
  const file = join(dirname(grades.file), 'sent.json');
  assertWritable({ json: file });
  const sent = await sentIn(file);
  const all = sendings(grades.rows, { lab: grades.lab, users: names, before: sent[lineitem] });
  const due = all.filter(isDue);
  const options = { ...partsOf(grades, due, names), lineitem, registration };
  const { assertSendable, sendScores } = await import('../export/lti-send.ts');
  asksWell(() => assertSendable(options));
  if (dryRun) return tellPlan(due, all, shell);
  using stop = interruption(shell);
  const taken: Record<string, number> = { ...sent[lineitem] };
  try {
    const outcomes = await withText(shell, (tell) => {
      let done = 0;
      const onSent = ({ member, status }: Sent) => {
        done += 1;
        tell(`sending: ${done} of ${due.length}`);
        const one = due.find(({ row }) => row.member === member);
        if (status === 'sent' && one?.user !== undefined && one.points !== undefined) taken[one.user] = one.points;
      };
      return sendScores({ ...options, onSent, signal: stop.signal });
    });
    return tellOutcomes(outcomes, all, shell);
  } finally {
    await writeSent(file, { ...sent, [lineitem]: taken });
  }
}

function partsOf({ lab }: Grades, due: Sending[], users: Map<string, string>) {
  return {
    rows: due.map(({ row }) => row),
    column: { lab, title: lab, maxPoints: MAX_POINTS },
    userIdOf: ({ id }: { id: string }) => users.get(id),
    at: new Date(),
  } satisfies Partial<SendOptions>;
}

async function sentIn(file: string) {
  try {
    return await readSent(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as Error).message}). Without it all is sent again.`);
  }
}

function asksWell(look: () => void): void {
  try {
    look();
  } catch (error) {
    throw (error as Error).name === 'ExportError' ? new UsageError((error as Error).message) : error;
  }
}

function tellPlan(due: Sending[], all: Sending[], { stdout }: Shell): number {
  const lines = due.map(({ row, user, points, before }) => {
    if (user === undefined) return `${nameOf(row)}: ${points}, but --users does not say who that is on the platform`;
    return `${nameOf(row)}: ${points} for ${user}${before === undefined ? '' : `, was ${before}`}`;
  });
  const known = due.filter(({ user }) => user !== undefined);
  stdout.write(harmless([...lines, `${known.length} scores would be sent${asides(due, all)}.`, ''].join('\n')));
  return known.length < due.length ? 1 : 0;
}

function tellOutcomes(outcomes: Sent[], all: Sending[], { stdout }: Shell): number {
  const failed = outcomes.filter(({ status }) => status !== 'sent');
  const lines = failed.map((one) => `${nameOf(one)}: not sent: ${one.reason}`);
  const count = `${outcomes.length - failed.length} scores sent`;
  const end = failed.length > 0 ? `, ${failed.length} not` : '';
  stdout.write(harmless([...lines, `${count}${end}${asides(outcomes, all)}.`, ''].join('\n')));
  return failed.length > 0 ? 1 : 0;
}

function asides(due: unknown[], all: Sending[]): string {
  const none = all.filter(({ points }) => points === undefined).length;
  const same = all.length - due.length - none;
  return [same && `, ${same} as before`, none && `, ${none} without a score`].filter(Boolean).join('');
}

function nameOf({ member: { id, name } }: Pick<Sent, 'member'>): string {
  return `${id} ${name}`;
}
