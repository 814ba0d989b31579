import { dirname } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type StartCommand, startCommandOf } from '../deploy/command.ts';
import { shellWord } from '../report/replay.ts';
import { type Child, startLine } from './child.ts';
import { interruption } from './interruption.ts';
import { askerAt, type Issuer, openIssuer } from './issuer.ts';
import { readLab } from './labs.ts';
import { assertFree, settingsFor } from './neighbours.ts';
import { isReady } from './ready.ts';
import type { Shell } from './shell.ts';
import { submissionOf } from './submission.ts';
import { savesIn } from './watch.ts';

interface DevFlags {
  lab?: string;
  port: number;
  inspect?: string | true;
}

const examples = `
Examples:
  seeka dev ../my-address                  at http://127.0.0.1:3000, again on each save
  seeka dev ../my-address --port 4000
  seeka dev ../my-address --inspect        then open chrome://inspect, or attach your editor
  ADDRESS_URL=http://127.0.0.1:3001 seeka dev ../my-person   with a neighbour of your own`;

export function devCommand(shell: Shell): Command {
  return new Command('dev')
    .description('Runs your service with a database, its neighbours and settings, and starts it anew on each save.')
    .argument('<folder>', 'the folder of the service')
    .option('--lab <lab>', 'which lab it is; by default the folder tells')
    .option('--port <port>', 'where the service listens', portNumber, 3000)
    .option('--inspect [host:port]', 'let a debugger attach; 127.0.0.1:9229 by default')
    .addHelpText('after', examples)
    .action((folder: string, flags: DevFlags) => dev(folder, flags, shell));
}

/** The inner loop: everything around the service starts once, the service itself on each save. */
async function dev(source: string, { lab, port, inspect }: DevFlags, { env, stdout }: Shell): Promise<void> {
  const submission = submissionOf(source, lab);
  const folder = 'folder' in submission ? submission.folder : '';
  await assertFree(port);
  using stop = interruption();
  await using opened = new AsyncDisposableStack();
  const command = await startCommandOf(folder);
  const names = Object.keys(readLab(submission.lab).settings);
  // Somebody else's keys come with tokens of their own.
  const issuer = names.includes('JWKS_URL') && !env.JWKS_URL ? opened.use(await openIssuer()) : undefined;
  const settings = await settingsFor(names, { folder, port, opened, running: new Map(), issuer });
  const saves = opened.use(await savesIn(folder, stop.signal));
  const start = () =>
    startLine(command.line, { cwd: folder, env: { ...env, ...settings, ...nodeFor(command, inspect) } });
  stdout.write(banner(command, settings));
  if (issuer) stdout.write(await invitation(issuer, settings));
  while (!stop.signal.aborted) {
    await using service = start();
    await announce(service, settings.PORT ?? '', stdout, saves.next());
  }
}

/** The pinned Node first on the path. A debugger is for the service, not for npm. */
function nodeFor({ line }: StartCommand, inspect: DevFlags['inspect']): Record<string, string> {
  const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;
  if (!inspect) return { PATH };
  const option = `--inspect=${inspect === true ? '127.0.0.1:9229' : inspect}`;
  return line.includes('npm start') ? { PATH, npm_config_node_options: option } : { PATH, NODE_OPTIONS: option };
}

function banner({ shown }: StartCommand, settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => `  ${name}=${value}`);
  const psql = settings.DATABASE_URL
    ? ['', 'Look into the database:', `  psql ${shellWord(settings.DATABASE_URL)}`]
    : [];
  return [`Starting "${shown}" with these settings:`, ...lines, ...psql, '', ''].join('\n');
}

/** How to ask it as somebody. Whom Person does not know can begin profiles, and has none. */
async function invitation(issuer: Issuer, { PORT, PERSON_URL = '' }: Record<string, string>): Promise<string> {
  const known = await askerAt(PERSON_URL);
  const id = known ?? 'somebody';
  return [
    `Ask it as ${known ? 'Ben Okafor, whom Person knows' : 'somebody'}, with a token for this machine, good for 12 hours:`,
    `  export TOKEN=${await issuer.token(id)}`,
    `  curl -i -H "Authorization: Bearer $TOKEN" http://127.0.0.1:${PORT}/profiles/${encodeURIComponent(id)}`,
    '',
    '',
  ].join('\n');
}

/** Says how the service fares, until a save or the end. */
async function announce(service: Child, port: string, stdout: Shell['stdout'], saved: Promise<string | undefined>) {
  const origin = `http://127.0.0.1:${port}`;
  const over = new AbortController();
  const ended = service.ended.then((how) => `The service has ended (${how}). It starts again on the next save.\n`);
  const ready = isReady(`${origin}/health`, over.signal).then(() => `Ready: ${origin} · ${origin}/api-docs\n`);
  void Promise.race([ended, ready]).then((line) => over.signal.aborted || stdout.write(line));
  void ready.then(() => ended).then((line) => over.signal.aborted || stdout.write(line));
  const file = await saved;
  over.abort();
  if (file) stdout.write(`\n${file} was saved: starting again\n`);
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 65535.');
}
