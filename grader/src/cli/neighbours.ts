import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { startLine } from './child.ts';
import { course } from './labs.ts';
import { isReady } from './ready.ts';
import { UsageError } from './shell.ts';

/** What a service under `seeka dev` is given, and what must end with it. */
export interface Surroundings {
  folder: string;
  port: number;
  opened: AsyncDisposableStack;
}

type Provider = (surroundings: Surroundings) => Promise<string>;

/** How the value of each setting comes about. */
const providers: Record<string, Provider> = {
  PORT: async ({ port }) => String(port),
  DATABASE_URL: ownDatabase,
  ADDRESS_VERIFICATION_URL: (surroundings) => startNeighbour('address-verification', surroundings),
};

/** Settings for the names that `lab.yaml` lists, with the database and neighbours behind them running. */
export async function settingsFor(names: string[], surroundings: Surroundings): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const name of new Set(['PORT', 'DATABASE_URL', ...names])) {
    const provide = providers[name];
    if (provide) settings[name] = await provide(surroundings);
  }
  return settings;
}

/** The same database for the same folder, so that data survives from one day to the next. */
async function ownDatabase({ folder, opened }: Surroundings): Promise<string> {
  const cluster = opened.use(await openCluster());
  const name = basename(folder).toLowerCase().replaceAll(/\W+/g, '_').slice(0, 30);
  return await cluster.database(`dev_${name}_${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`);
}

const START_LIMIT_MS = 20_000;

async function startNeighbour(service: string, { opened }: Surroundings): Promise<string> {
  const port = await freePort();
  const cwd = join(course, 'services', service);
  const env = { ...process.env, PORT: String(port) };
  const child = opened.use(startLine(`exec "${process.execPath}" src/server.ts`, { cwd, env }));
  const url = `http://127.0.0.1:${port}`;
  const gone = child.ended.then((how) => Promise.reject(new Error(`${service} has ended (${how}).`)));
  await Promise.race([isReady(`${url}/health`, AbortSignal.timeout(START_LIMIT_MS)), gone]);
  gone.catch(() => undefined);
  return url;
}

/** @throws UsageError when somebody listens there. */
export async function assertFree(port: number): Promise<void> {
  if ((await listenOnce(port)) === undefined) {
    throw new UsageError(`Port ${port} is taken. End what listens there, or name another with --port.`);
  }
}

async function freePort(): Promise<number> {
  return (await listenOnce(0)) ?? Promise.reject(new Error('No port is free.'));
}

/** The port that could be listened on, or undefined when it is taken. */
export async function listenOnce(port: number): Promise<number | undefined> {
  const server = createServer();
  server.listen(port);
  try {
    await once(server, 'listening');
    return (server.address() as { port: number }).port;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
