import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { signalGroup } from './group.ts';
import { whenNpmEnds } from './npm.ts';
import { readOptions, type Start, usage } from './options.ts';

/** Does what the words ask for; the exit code. */
async function main(words: string[]): Promise<number> {
  const wish = readOptions(words, process.env);
  if (wish.kind === 'start') return await supervise(wish);
  if (wish.kind === 'help') process.stdout.write(usage);
  else process.stderr.write(`${wish.text}\n\n${usage}`);
  return wish.kind === 'help' ? 0 : 2;
}

/** Holds the process that does the work: whichever of the two is killed, the other ends everything. */
async function supervise({ port, site, use }: Start): Promise<number> {
  const groups: number[] = [];
  const words = [join(import.meta.dirname, 'supervisor.ts'), String(port), JSON.stringify({ site, use })];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  child.on('message', (pid) => groups.push(Number(pid)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  whenNpmEnds(() => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === null) await endWhatIsLeft(groups);
  return code ?? 1;
}

/** The supervisor was killed: its services, and the database if nobody else uses it, still run. */
async function endWhatIsLeft(groups: number[]): Promise<void> {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
  await using _database = await openCluster();
}

process.exitCode = await main(process.argv.slice(2));
