import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { chown, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Home, makeDirectory, prepareHome } from './home.ts';
import { alone, isAlive, Lease, signal } from './lease.ts';

/** The embedded server cannot be had; the message says why and what to do. */
export class ClusterError extends Error {
  readonly code: 'disk full' | 'not started';

  constructor(code: ClusterError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
    this.code = code;
  }
}

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;

/** A server, and how to leave it: the last to leave stops it. */
export interface Joined {
  url: URL;
  leave(): Promise<void>;
}

/** Joins the server in `directory`, after starting it if need be. */
export async function startOrJoin(directory: string): Promise<Joined> {
  try {
    const made = await makeDirectory(directory);
    return await alone(made, async () => joinIn(await prepareHome(made)));
  } catch (error) {
    throw explained(error, directory);
  }
}

async function joinIn(home: Home): Promise<Joined> {
  const lease = new Lease(join(home.directory, 'leases'));
  try {
    const url = (await running(home)) ?? (await start(home));
    return { url, leave: leaver(home, lease) };
  } catch (error) {
    lease.release();
    throw error;
  }
}

function leaver(home: Home, lease: Lease): () => Promise<void> {
  const stopIfLast = () => {
    const pid = lease.release() ? postmaster(home)?.pid : undefined;
    // SIGINT: fast shutdown.
    if (pid) signal(pid, 'SIGINT');
    return pid;
  };
  process.once('exit', stopIfLast);
  return async () => {
    process.off('exit', stopIfLast);
    await alone(home.directory, async () => {
      const pid = stopIfLast();
      if (pid) await ended(pid);
    });
  };
}

async function ended(pid: number): Promise<void> {
  for (const limit = performance.now() + STOP_LIMIT_MS; isAlive(pid); await pause(10)) {
    if (performance.now() > limit) return signal(pid, 'SIGQUIT');
  }
}

/** What postmaster.pid says of a process that is alive. */
function postmaster({ data }: Home): { pid: number; port: number } | undefined {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && isAlive(pid) ? { pid, port } : undefined;
}

/** The server that runs already, an orphan too; one that does not answer is stopped. */
async function running(home: Home): Promise<URL | undefined> {
  const found = postmaster(home);
  if (!found) return undefined;
  const url = urlOf(home, found.port);
  if (await answers(url)) return url;
  signal(found.pid, 'SIGQUIT');
  await ended(found.pid);
  return undefined;
}

async function start(home: Home): Promise<URL> {
  if (!existsSync(join(home.data, 'PG_VERSION'))) await initialise(home);
  await rm(join(home.data, 'postmaster.pid'), { force: true });
  const port = await freePort();
  const log = openSync(home.log, 'w');
  const options = ['-D', home.data, '-p', String(port), '-c', 'unix_socket_directories='];
  const child = spawn(home.binaries.postgres, options, {
    ...home.runsAs,
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, TZ: 'UTC' },
  });
  closeSync(log);
  child.unref();
  return answering(home, urlOf(home, port), child);
}

async function answering(home: Home, url: URL, child: { exitCode: number | null }): Promise<URL> {
  for (const limit = performance.now() + START_LIMIT_MS; !(await answers(url)); await pause(10)) {
    if (child.exitCode !== null || performance.now() > limit) {
      const said = (await readFile(home.log, 'utf8')).trim().split('\n').slice(-3).join('\n');
      throw new Error(said || `it did not answer within ${START_LIMIT_MS / 1000} s`);
    }
  }
  return url;
}

const configuration = `
listen_addresses = '127.0.0.1'
max_connections = 300
shared_buffers = 128MB
max_wal_size = 256MB
timezone = 'UTC'
log_timezone = 'UTC'
`;

/** A new cluster: passwords by SCRAM for everybody, nothing trusted. */
async function initialise(home: Home): Promise<void> {
  const { data, binaries, runsAs, directory, password } = home;
  await rm(data, { recursive: true, force: true });
  const file = join(directory, `initial-${process.pid}`);
  await writeFile(file, password, { mode: 0o600 });
  if (runsAs) await chown(file, runsAs.uid, runsAs.gid);
  const options = ['-D', data, '-U', 'seeka', '--auth=scram-sha-256', `--pwfile=${file}`, '--encoding=UTF8'];
  const fast = ['--locale=C', '--no-sync', '--no-instructions'];
  try {
    await promisify(execFile)(binaries.initdb, [...options, ...fast], { ...runsAs, cwd: directory });
    await writeFile(join(data, 'postgresql.conf'), configuration, { flag: 'a' });
  } catch (error) {
    await rm(data, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(file, { force: true });
  }
}

function urlOf({ password }: Home, port: number): URL {
  return new URL(`postgres://seeka:${password}@127.0.0.1:${port}/postgres`);
}

async function answers(url: URL): Promise<boolean> {
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function explained(error: unknown, directory: string): ClusterError {
  const { message = '', stderr = '', code } = error as { message?: string; stderr?: string; code?: string };
  const said = `${message}\n${stderr}`;
  if (code === 'ENOSPC' || /No space left on device/.test(said)) {
    return new ClusterError('disk full', `The disk that holds ${directory} is full. Free some space and try again.`, {
      cause: error,
    });
  }
  return new ClusterError('not started', `The embedded PostgreSQL in ${directory} did not start: ${said.trim()}`, {
    cause: error,
  });
}
