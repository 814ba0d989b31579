import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { atEnd } from './at-end.ts';
import { binariesFor } from './binaries.ts';
import { explained } from './error.ts';
import { type Home, homeAt } from './home.ts';
import { initialise, passwordIn } from './initialise.ts';
import { Lease } from './lease.ts';
import { alone, aloneAtEnd } from './lock.ts';
import { ended, type Postmaster, postmasterOf, settled, startPostmaster, stopPostmaster } from './postmaster.ts';

/** A server, and how to leave it. */
export interface Joined {
  url: URL;
  leave(): Promise<void>;
}

/**
 * Joins the embedded server in `directory`, after starting it if need be; whoever leaves last stops it.
 * @throws ClusterError
 */
export async function startOrJoin(directory: string): Promise<Joined> {
  let place = directory;
  try {
    const home = homeAt(directory);
    place = home.directory;
    const lease = new Lease(join(home.directory, 'leases'));
    const leave = leaver(home, lease);
    try {
      return { url: await alone(lockOf(home), () => serverIn(home, lease)), leave };
    } catch (error) {
      await leave();
      throw error;
    }
  } catch (error) {
    throw await explained(error, place);
  }
}

async function serverIn(home: Home, lease: Lease): Promise<URL> {
  const password = await passwordIn(home.directory);
  const { port } = (await usable(home, lease, password)) ?? (await started(home, password));
  return urlOf(password, port);
}

/** The one that runs. If it does not answer, and nobody uses it, it is killed. */
async function usable(home: Home, lease: Lease, password: string): Promise<Postmaster | undefined> {
  const found = await settled(home);
  if (!found || (await answers(urlOf(password, found.port)))) return found;
  if (lease.shared) throw new Error('it runs, but does not answer');
  process.kill(found.pid, 'SIGKILL');
  await ended(found);
  return undefined;
}

async function started(home: Home, password: string): Promise<Postmaster> {
  const { initdb, postgres } = await binariesFor(home);
  if (!existsSync(home.data)) await initialise(home, initdb, password);
  return await startPostmaster(home, postgres);
}

/** Gives the lease back, also when the process ends without saying so. */
function leaver(home: Home, lease: Lease): () => Promise<void> {
  const stopIfLast = () => {
    const running = lease.shared ? undefined : postmasterOf(home);
    if (running) stopPostmaster(running);
    return running;
  };
  const cancel = atEnd(() => {
    lease.release();
    aloneAtEnd(lockOf(home), stopIfLast);
  });
  return async () => {
    cancel();
    lease.release();
    await alone(lockOf(home), async () => {
      const stopping = stopIfLast();
      if (stopping) await ended(stopping);
    });
  };
}

function lockOf({ directory }: Home): string {
  return join(directory, 'lock');
}

function urlOf(password: string, port: number): URL {
  return new URL(`postgres://seeka:${password}@127.0.0.1:${port}/postgres`);
}

async function answers(url: URL): Promise<boolean> {
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}
