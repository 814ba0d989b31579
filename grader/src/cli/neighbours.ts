import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { referenceOf } from '../../../services/platform/src/reference.ts';
import { startCommandOf } from '../deploy/command.ts';
import { startLine } from './child.ts';
import { AUDIENCE, type Issuer } from './issuer.ts';
import { course, readLab } from './labs.ts';
import { readyWithin } from './ready.ts';
import { UsageError } from './shell.ts';

/** What a service under `seeka dev` is given, and what must end with it. */
export interface Surroundings {
  folder: string;
  port: number;
  opened: AsyncDisposableStack;
  /** Neighbours that run already, by their folder: two services may have the same one. */
  running: Map<string, string>;
  /** Who signs the tokens that the service takes. */
  issuer?: Issuer | undefined;
}

/** Which setting leads to the course's own service of which lab. */
const labs: Record<string, string> = { ADDRESS_URL: '01-address', PERSON_URL: '02-person' };

/** The folder of the neighbour that a setting leads to. */
function placeOf(setting: string): string | undefined {
  if (setting === 'ADDRESS_VERIFICATION_URL') return join(course, 'services', 'address-verification');
  return labs[setting] && referenceOf(course, labs[setting]);
}

const CLIENT = { CLIENT_ID: 'seeka', CLIENT_SECRET: 'seeka-on-this-machine' };
const PROVIDER_PATHS: Record<string, string> = {
  OAUTH2_AUTHORIZATION_URL: '/auth',
  OAUTH2_TOKEN_URL: '/token',
  OAUTH2_USERINFO_URL: '/me',
};

/** Values that need nothing to run behind them; undefined where the service's default is meant. */
const values: Record<string, (surroundings: Surroundings) => string | undefined> = {
  PORT: ({ port }) => String(port),
  PUBLIC_URL: originOf,
  OAUTH2_CLIENT_ID: () => CLIENT.CLIENT_ID,
  OAUTH2_CLIENT_SECRET: () => CLIENT.CLIENT_SECRET,
  JWKS_URL: ({ issuer }) => issuer?.keySetUrl,
  TOKEN_ISSUER: ({ issuer }) => process.env.TOKEN_ISSUER ?? issuer?.url,
  TOKEN_AUDIENCE: () => AUDIENCE,
  CLIENTS: () => 'gateway:gateway-on-this-machine',
  SCOPE_TABLE: () => '[{"path":"/persons/{sub}","methods":["GET","PATCH"],"scope":"profile"}]',
  TOKEN_TTL_SECONDS: () => undefined,
  SIGNING_KEY: () => undefined,
};

function originOf({ port }: Surroundings): string {
  return `http://127.0.0.1:${port}`;
}

/** Settings for the names that `lab.yaml` lists, with the database and neighbours behind them running. */
export async function settingsFor(names: string[], surroundings: Surroundings): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  let provider: Promise<string> | undefined;
  for (const name of names) {
    const path = PROVIDER_PATHS[name];
    if (path) provider ??= startProvider(surroundings);
    const value = path ? (await provider) + path : await settingFor(name, surroundings);
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}

async function settingFor(name: string, surroundings: Surroundings): Promise<string | undefined> {
  if (name === 'DATABASE_URL') return await ownDatabase(surroundings);
  // A neighbour of one's own.
  const given = name.endsWith('_URL') ? process.env[name] : undefined;
  if (given) return given;
  const value = values[name];
  if (value) return value(surroundings);
  const place = placeOf(name);
  if (!place || !existsSync(place)) throw new UsageError(`Set ${name}, and start again.`);
  const url = surroundings.running.get(place) ?? (await startNeighbour(place, surroundings));
  surroundings.running.set(place, url);
  return url;
}

async function startNeighbour(folder: string, surroundings: Surroundings): Promise<string> {
  const lab = basename(folder);
  const needed = Object.values(labs).includes(lab) ? Object.keys(readLab(lab).settings) : ['PORT'];
  const port = await freePort();
  return await start(folder, port, await settingsFor(needed, { ...surroundings, folder, port }), surroundings);
}

async function startProvider(surroundings: Surroundings): Promise<string> {
  const port = await freePort();
  const settings = { PORT: String(port), REDIRECT_URI: `${originOf(surroundings)}/login/callback`, ...CLIENT };
  return await start(join(course, 'services', 'identity-provider'), port, settings, surroundings);
}

/** The same database for the same folder, so that data survives from one day to the next. */
async function ownDatabase({ folder, opened }: Surroundings): Promise<string> {
  const cluster = opened.use(await openCluster());
  const name = basename(folder).toLowerCase().replaceAll(/\W+/g, '_').slice(0, 30);
  return await cluster.database(`dev_${name}_${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`);
}

const START_LIMIT_MS = 60_000;

async function start(folder: string, port: number, settings: Record<string, string>, { opened }: Surroundings) {
  const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;
  const { line } = await startCommandOf(folder);
  const child = opened.use(startLine(`exec ${line}`, { cwd: folder, env: { ...process.env, ...settings, PATH } }));
  const url = `http://127.0.0.1:${port}`;
  const gone = child.ended.then((how) => Promise.reject(new Error(`${folder} has ended (${how}).`)));
  await Promise.race([readyWithin(`${url}/health`, START_LIMIT_MS), gone]);
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
