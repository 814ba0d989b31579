import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Home } from './home.ts';
import { commandOf, isAlive } from './processes.ts';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;

export interface Postmaster {
  pid: number;
  port: number;
  status: string;
}

/** What postmaster.pid says, when it is true: the file may be older than the machine's last start, and its id another's. */
export function postmasterOf({ data }: Home): Postmaster | undefined {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port, , , , status = ''] = readFileSync(file, 'utf8').split('\n');
  if (!Number(pid) || !commandOf(Number(pid)).includes(data)) return undefined;
  return { pid: Number(pid), port: Number(port), status: status.trim() };
}

/** The postmaster that runs already, an orphan too, once it neither starts nor stops. */
export async function settled(home: Home): Promise<Postmaster | undefined> {
  for (const limit = performance.now() + START_LIMIT_MS; ; await pause(10)) {
    const found = postmasterOf(home);
    if (!found || found.status === 'ready') return found;
    if (performance.now() > limit) throw new Error(`it is still ${found.status} after ${START_LIMIT_MS / 1_000} s`);
  }
}

/** What passes by itself: connections of a killed server that have not ended yet, a port that somebody took meanwhile. */
const passing = /shared memory block .* still in use|could not create any TCP\/IP sockets/;

/** Starts it on a free port; tries again while what hinders it passes. */
export async function startPostmaster(home: Home, postgres: string): Promise<Postmaster> {
  await rm(join(home.data, 'postmaster.pid'), { force: true });
  for (const limit = performance.now() + START_LIMIT_MS; ; await pause(100)) {
    const child = launched(home, postgres, await freePort());
    const ready = await readiness(home, child, limit);
    if (ready) return ready;
    const said = (await readFile(home.log, 'utf8')).trim().split('\n').slice(-3).join('\n');
    if (!passing.test(said) || performance.now() > limit) throw new Error(said || 'it ended without a word');
  }
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 300,
  // However many the services take, the tests' own get in.
  superuser_reserved_connections: 20,
  max_wal_size: '512MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Passwords are drawn at random: many rounds guard nothing, and cost whoever connects a millisecond each time.
  scram_iterations: 1,
  // Neither statements, which hold passwords, nor the mistakes of whoever uses it: the log may not grow.
  log_min_messages: 'fatal',
};

/** A session of its own: Ctrl-C in a terminal is not meant for it. */
function launched({ data, log, directory, runsAs }: Home, postgres: string, port: number): ChildProcess {
  const chosen = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // A new file: the old one may be another user's, after `sudo npm start`.
  rmSync(log, { force: true });
  const output = openSync(log, 'w', 0o600);
  const child = spawn(postgres, ['-D', data, '-p', String(port), ...chosen], {
    ...runsAs,
    cwd: directory,
    detached: true,
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH, TZ: 'UTC' },
  });
  closeSync(output);
  child.unref();
  return child;
}

/** Resolves with the postmaster when it takes connections, with nothing when it has ended. */
async function readiness(home: Home, child: ChildProcess, limit: number): Promise<Postmaster | undefined> {
  const failure = new Promise<never>((_, reject) => child.once('error', reject));
  while (child.exitCode === null && child.signalCode === null) {
    const found = postmasterOf(home);
    if (found?.status === 'ready' && found.pid === child.pid) return found;
    if (performance.now() > limit) child.kill('SIGQUIT');
    await Promise.race([pause(5), failure]);
  }
  return undefined;
}

/** Fast shutdown: connections are ended, data is written. */
export function stopPostmaster({ pid }: Postmaster): void {
  process.kill(pid, 'SIGINT');
}

/** Resolves when it has ended; one that does not within 10 s is stopped harder. */
export async function ended({ pid }: Postmaster): Promise<void> {
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const limit = performance.now() + STOP_LIMIT_MS; isAlive(pid); await pause(5)) {
      if (performance.now() > limit) break;
    }
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
