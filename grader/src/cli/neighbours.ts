import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { startLine } from './child.ts';
import { course, readLab } from './labs.ts';
import { isReady } from './ready.ts';
import { UsageError } from './shell.ts';

/** What a service under `seeka dev` is given, and what must end with it. */
export interface Surroundings {
  folder: string;
  port: number;
  opened: AsyncDisposableStack;
}

/** Which setting leads to which neighbour, by its folder in the course. */
const neighbours: Record<string, string> = {
  ADDRESS_VERIFICATION_URL: 'services/address-verification',
  ADDRESS_URL: 'solutions/01-address',
};

/** Settings for the names that `lab.yaml` lists, with the database and neighbours behind them running. */
export async function settingsFor(names: string[], surroundings: Surroundings): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const name of names) settings[name] = await settingFor(name, surroundings);
  return settings;
}

async function settingFor(name: string, surroundings: Surroundings): Promise<string> {
  if (name === 'PORT') return String(surroundings.port);
  if (name === 'DATABASE_URL') return await ownDatabase(surroundings);
  // A neighbour of one's own.
  const given = process.env[name];
  if (given) return given;
  const place = neighbours[name];
  if (!place || !existsSync(join(course, place))) throw new UsageError(`Set ${name}, and start again.`);
  return await startNeighbour(place, surroundings.opened);
}

/** The same database for the same folder, so that data survives from one day to the next. */
async function ownDatabase({ folder, opened }: Surroundings): Promise<string> {
  const cluster = opened.use(await openCluster());
  const name = basename(folder).toLowerCase().replaceAll(/\W+/g, '_').slice(0, 30);
  return await cluster.database(`dev_${name}_${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`);
}

const START_LIMIT_MS = 20_000;

/** With a database and neighbours of its own. */
async function startNeighbour(place: string, opened: AsyncDisposableStack): Promise<string> {
  const [folder, port] = [join(course, place), await freePort()];
  const names = place.startsWith('solutions/') ? Object.keys(readLab(basename(place)).settings) : ['PORT'];
  const env = { ...process.env, ...(await settingsFor(names, { folder, port, opened })) };
  const child = opened.use(startLine(`exec "${process.execPath}" src/server.ts`, { cwd: folder, env }));
  const url = `http://127.0.0.1:${port}`;
  const gone = child.ended.then((how) => Promise.reject(new Error(`${place} has ended (${how}).`)));
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
