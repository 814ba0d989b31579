import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { buryTheDead } from '../class/batch.ts';
import { Gradebook } from '../class/gradebook.ts';
import { Queue } from '../class/queue.ts';
import { messageOf } from '../reason.ts';
import { portalApp } from './app.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { type RollFiles, readRoll, watchRoll } from './roll.ts';
import type { PortalSettings } from './settings.ts';

export interface PortalOptions {
  /** The folder of the course. */
  course: string;
  files: RollFiles;
  /** The gradebook's. */
  databaseUrl: string;
  /** Once the port is known, if it was left open. */
  settings(port: number): PortalSettings;
  host: string;
  /** 0 for any that is free. */
  port: number;
  limits?: Partial<Limits>;
  now?: () => Date;
  log(line: string): void;
}

/** A portal that answers. */
export interface Portal extends AsyncDisposable {
  /** Where it listens. */
  readonly port: number;
}

/** Connections for sessions: a request needs one for two short queries. */
const SESSION_CONNECTIONS = 4;

/** How often what no worker has survived is looked for. */
const BURY_MS = 5_000;

/** Opens the gradebook, takes over the roster, and answers until it is disposed of. @throws RollError */
export async function openPortal(options: PortalOptions): Promise<Portal> {
  const { course, files, databaseUrl, log } = options;
  await using opened = new AsyncDisposableStack();
  const first = readRoll(files);
  const gradebook = opened.use(await Gradebook.open(databaseUrl));
  await gradebook.enrol(first.members);
  const roll = opened.use(watchRoll(files, first, { log, onChange: ({ members }) => gradebook.enrol(members) }));
  const queue = opened.use(await Queue.open(databaseUrl));
  const pool = opened.adopt(sessionPool(databaseUrl), (it) => it.end());
  // Told again by whatever asks next.
  pool.on('error', () => undefined);
  const burying = setInterval(() => buryTheDead({ gradebook, queue }).catch((error) => log(messageOf(error))), BURY_MS);
  opened.defer(() => clearInterval(burying));
  const secrets = { secret: await gradebook.secret('sessions'), ownershipKey: await gradebook.ownershipKey() };
  const ending = new AbortController();
  const server = createServer();
  await listen(server, options);
  opened.defer(() => close(server));
  opened.defer(() => ending.abort());
  const { port } = server.address() as AddressInfo;
  const limits = { ...defaultLimits, ...options.limits };
  const now = options.now ?? (() => new Date());
  const kept = { course, settings: options.settings(port), roll, gradebook, queue, pool, limits, ...secrets };
  // Nothing is awaited since it listens: a request that comes before this line would never be answered.
  server.on('request', portalApp({ ...kept, now, log, signal: ending.signal }));
  const all = opened.move();
  return { port, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Each request puts a session's end off; nobody needs to wait for the disk, for after a crash it ends a moment earlier. */
function sessionPool(connectionString: string): pg.Pool {
  return new pg.Pool({ connectionString, max: SESSION_CONNECTIONS, options: '-c synchronous_commit=off' });
}

async function listen(server: Server, { port, host }: PortalOptions): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

/** What is under way may take that long to end. */
const END_LIMIT_MS = 4_000;

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), END_LIMIT_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}
