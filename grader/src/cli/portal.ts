import { SettingsError } from '@seeka/kit/settings';
import { openCluster } from '@seeka/postgres';
import { Command } from 'commander';
import type { PortalSettings } from '../portal/settings.ts';
import { harmless } from '../report/harmless.ts';
import { gradebookUrl } from './class-gradebook.ts';
import { allowOption, DATABASE, demandSandbox, whole } from './class-options.ts';
import { aborted, interruption } from './interruption.ts';
import { course, knownLabs } from './labs.ts';
import { assertFree } from './neighbours.ts';
import { demoProvider } from './portal-provider.ts';
import { type Shell, UsageError } from './shell.ts';

interface Flags {
  roster: string;
  course: string;
  database?: string;
  port?: number;
  host: string;
  concurrency?: number;
  allow: string[];
}

const examples = `
Examples:
  seeka portal --roster roster.csv --course course.yaml       at http://127.0.0.1:8090, to try it
  PORTAL_URL=https://grades.example.edu OAUTH2_AUTHORIZATION_URL=… seeka portal …      behind a proxy that does TLS
  seeka portal … --concurrency 0        leave the grading to workers on other machines (seeka worker)

Who logs on is found in the roster by a verified e-mail address; its role decides what they see. Both files are read
anew when they change. Settings: PORTAL_URL, PORTAL_PROXIES, OAUTH2_AUTHORIZATION_URL, OAUTH2_TOKEN_URL,
OAUTH2_USERINFO_URL, OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET, OAUTH2_SCOPE, OAUTH2_EMAIL_CLAIM, OAUTH2_VERIFIED_CLAIM.
Without any OAUTH2_ setting, the course's own provider runs beside it: for this machine alone, since it asks for no
password.

Exit codes: 0 ended by Ctrl-C or SIGTERM · 2 a file, a setting or an option is wrong · 3 our own fault`;

/** `seeka portal`: where students hand in and see their results. */
export function portalCommand(shell: Shell): Command {
  return new Command('portal')
    .description('Serves the portal of a class: students hand in and see their results, staff looks after the grades.')
    .requiredOption('--roster <file>', 'CSV file of students and staff')
    .requiredOption('--course <file>', 'course.yaml, with the dates and the rules')
    .option('--database <url>', DATABASE)
    .option('--port <n>', 'where it listens (default: the setting PORT, else 8090)', portNumber)
    .option('--host <host>', 'the address it listens on', '127.0.0.1')
    .option('--concurrency <n>', 'submissions graded here at once (default: two for each core); 0 for none', whole)
    .addOption(allowOption())
    .addHelpText('after', examples)
    .action((flags: Flags) => serve(flags, shell).catch(asUsage));
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return Number(text);
  throw new UsageError('The port must be a whole number from 1 to 65535.');
}

async function serve(flags: Flags, shell: Shell): Promise<void> {
  const { env, stdout, stderr } = shell;
  const { host, concurrency, allow } = flags;
  const port = flags.port ?? portNumber(env.PORT || '8090');
  if (concurrency !== 0) demandSandbox();
  await assertFree(port);
  using stop = interruption(shell);
  const { openPortal } = await import('../portal/portal.ts');
  await using opened = new AsyncDisposableStack();
  const log = (line: string) => void stderr.write(`${new Date().toISOString()} ${harmless(line)}\n`);
  const settings = await settingsFor(env, host, port, opened);
  const cluster = opened.use(await openCluster());
  const databaseUrl = await gradebookUrl(flags, shell, cluster);
  const files = { roster: flags.roster, course: flags.course, labs: knownLabs() };
  opened.use(await openPortal({ course, files, databaseUrl, settings: () => settings, host, port, log }));
  stdout.write(`The portal: ${settings.url}\nCtrl-C ends it.\n`);
  const here = { course, cluster, databaseUrl, concurrency, allow, signal: stop.signal, log };
  await (concurrency === 0 ? aborted(stop.signal) : work(here));
}

async function work(here: Parameters<typeof import('../class/grade-batch.ts').workFor>[0]): Promise<void> {
  const { workFor } = await import('../class/grade-batch.ts');
  await workFor(here);
}

async function settingsFor(
  env: NodeJS.ProcessEnv,
  host: string,
  port: number,
  opened: AsyncDisposableStack,
): Promise<PortalSettings> {
  const { isLoopback, LOG_ON, portalSettings } = await import('../portal/settings.ts');
  const url = env.PORTAL_URL || `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (LOG_ON.some((name) => env[name])) return portalSettings(env, url);
  const isHere = isLoopback(host) && URL.canParse(url) && isLoopback(new URL(url).hostname);
  if (!isHere) {
    const missing = LOG_ON.join(', ');
    throw new UsageError(`Beyond this machine people must log on for certain. Set ${missing}; see --help.`);
  }
  return portalSettings({ ...env, ...(await demoProvider(url, opened)) }, url);
}

function asUsage(error: Error): never {
  throw error.name === 'RollError' || error instanceof SettingsError ? new UsageError(error.message) : error;
}
