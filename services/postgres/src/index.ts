import { join } from 'node:path';
import pg from 'pg';
import { type FreshDatabase, type FreshOptions, freshDatabase, keptDatabase, template, tidy } from './databases.ts';
import { type Joined, startOrJoin } from './embedded.ts';
import { ClusterError } from './error.ts';

export type { FreshDatabase };

export interface ClusterOptions {
  /** Where the embedded cluster lives; `.seeka/postgres` of the course by default. */
  directory?: string;
  /** A server that runs already, with a role that may create databases and roles; `DATABASE_URL` by default. */
  url?: string;
}

/** A PostgreSQL server that this process may use until it disposes of it. */
export interface Cluster extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** URL of a database, as the cluster's owner. */
  url(database: string): string;
  /** Creates the database when it is absent; its URL, as the cluster's owner. */
  database(name: string): Promise<string>;
  /** Makes a template once for its name. What is in it belongs to the cluster's owner. */
  template(name: string, prepare: (url: string) => Promise<void>): Promise<void>;
  /** A new database, dropped when disposed of. With `role`: owned by a role of its own that can reach nothing else. */
  fresh(options?: FreshOptions): Promise<FreshDatabase>;
}

const home = join(import.meta.dirname, '..', '..', '..', '.seeka', 'postgres');

/**
 * The server that DATABASE_URL names, else the embedded one: started, or joined when it runs already.
 * The last process to leave the embedded server stops it; one that ends without leaving has left.
 * @throws ClusterError when there is none to be had.
 */
export async function openCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { directory = home, url = process.env.DATABASE_URL } = options;
  const joined = url ? givenBy(url) : await startOrJoin(directory);
  const admin = adminOf(joined.url);
  const cluster = clusterAt(joined, admin, !url);
  try {
    await tidy({ admin, url: cluster.url, own: !url, named: new Set() });
    return cluster;
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw unreachable(joined.url, error);
  }
}

function givenBy(url: string): Joined {
  if (!URL.canParse(url)) {
    throw new ClusterError('unreachable', 'DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  return { url: new URL(url), leave: async () => undefined };
}

function adminOf(url: URL): pg.Pool {
  // What the admin makes can be made again.
  const options = '-c synchronous_commit=off';
  const admin = new pg.Pool({
    connectionString: url.href,
    max: 4,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
    options,
  });
  // A server that ends while a connection is idle is noticed at the next query.
  admin.on('error', () => undefined);
  return admin;
}

function clusterAt({ url: at, leave }: Joined, admin: pg.Pool, own: boolean): Cluster {
  const url = (database: string) => Object.assign(new URL(at), { pathname: `/${database}` }).href;
  const server = { admin, url, own, named: new Set<string>() };
  let closing: Promise<void> | undefined;
  return {
    host: at.hostname,
    port: Number(at.port || 5432),
    url,
    database: (name) => keptDatabase(server, name),
    template: (name, prepare) => template(server, name, prepare),
    fresh: (options) => freshDatabase(server, options),
    [Symbol.asyncDispose]: () => {
      closing ??= admin.end().then(leave);
      return closing;
    },
  };
}

function unreachable({ hostname, port }: URL, error: unknown): ClusterError {
  const { message, code } = error as { message?: string; code?: string };
  const place = `${hostname}:${port || 5432}`;
  return new ClusterError('unreachable', `The PostgreSQL at ${place} cannot be used: ${message || code}.`, error);
}
