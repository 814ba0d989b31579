import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { signalGroup } from './service.ts';

const usage = `npm start -- [--port N] [--no-site]

Runs the course on this machine: the database, the services, the site, behind one address.
  --port N    where the gateway listens, on 127.0.0.1 (8080)
  --no-site   do not build the site when it is missing or stale
  --help      this

Example: npm start -- --port 9000
`;

/** Holds the supervisor: whichever of the two dies, the other ends everything. */
async function main(words: string[]): Promise<number> {
  const options = readOptions(words);
  if (typeof options === 'string') return say(options);
  const groups: number[] = [];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'supervisor.ts'), ...options], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  child.on('message', (pid) => groups.push(Number(pid)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
  return code ?? 1;
}

function readOptions(words: string[]): string[] | string {
  try {
    const { values } = parseArgs({
      args: words,
      allowNegative: true,
      options: {
        port: { type: 'string', default: '8080' },
        site: { type: 'boolean', default: true },
        help: { type: 'boolean' },
      },
    });
    const port = Number(values.port);
    if (values.help) return usage;
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      return `--port must be a whole number from 1 to 65535.\n\n${usage}`;
    return [String(port), values.site ? 'site' : 'no-site'];
  } catch (error) {
    return `${(error as Error).message}\n\n${usage}`;
  }
}

/** Help is no failure; everything else that is said instead of a start is. */
function say(text: string): number {
  if (text === usage) process.stdout.write(text);
  else process.stderr.write(text);
  return text === usage ? 0 : 2;
}

process.exitCode = await main(process.argv.slice(2));
