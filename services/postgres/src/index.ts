import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { isAlive } from './lease.ts';
import { startOrJoin } from './postmaster.ts';

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
  /** Makes a template once for its name. */
  template(name: string, prepare: (url: string) => Promise<void>): Promise<void>;
  /** A new database, dropped when disposed of. With `role`: owned by a role of its own that can reach nothing else. */
  fresh(options?: { template?: string; role?: boolean }): Promise<FreshDatabase>;
}

export interface FreshDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
}

/** More than the pools of the hungriest honest service hold. */
const ROLE_CONNECTIONS = 60;
const FRESH = 'seeka_run';

const home = join(import.meta.dirname, '..', '..', '..', '.seeka', 'postgres');

/**
 * The server that DATABASE_URL names, else the embedded one: started, or joined when it runs already.
 * The last process to leave the embedded server stops it.
 * @throws ClusterError when it cannot be started.
 */
export async function openCluster({ directory = home, url = process.env.DATABASE_URL }: ClusterOptions = {}) {
  const server = url ? { url: new URL(url), leave: async () => undefined } : await startOrJoin(directory);
  // What the admin makes can be made again.
  const options = '-c synchronous_commit=off';
  const admin = new pg.Pool({ connectionString: server.url.href, max: 4, allowExitOnIdle: true, options });
  // A server that ends while a connection is idle is noticed at the next query.
  admin.on('error', () => undefined);
  const cluster = clusterAt(server.url, admin, async () => {
    await admin.end();
    await server.leave();
  });
  if (!url) await tidy(admin);
  return cluster;
}

function clusterAt(server: URL, admin: pg.Pool, close: () => Promise<void>): Cluster {
  const url = (database: string) => Object.assign(new URL(server), { pathname: `/${database}` }).href;
  const exists = async (name: string) =>
    (await admin.query('select 1 from pg_database where datname = $1', [name])).rows.length > 0;
  return {
    host: server.hostname,
    port: Number(server.port || 5432),
    url,
    async database(name) {
      if (!(await exists(name))) await create(admin, name);
      return url(name);
    },
    async template(name, prepare) {
      if (await exists(name)) return;
      const draft = `${name}_${randomBytes(6).toString('hex')}`;
      await create(admin, draft);
      await prepare(url(draft));
      await admin.query(`alter database ${quoted(draft)} rename to ${quoted(name)}`);
    },
    fresh: (options) => fresh(admin, url, options),
    [Symbol.asyncDispose]: close,
  };
}

/** PostgreSQL lets every role connect to every database by default: revoked. */
async function create(admin: pg.Pool, name: string, rest = ''): Promise<void> {
  await admin.query(`create database ${quoted(name)} ${rest}`);
  await admin.query(`revoke connect, temporary on database ${quoted(name)} from public`);
}

async function fresh(
  admin: pg.Pool,
  url: (database: string) => string,
  { template = 'template1', role = false }: { template?: string; role?: boolean } = {},
): Promise<FreshDatabase> {
  const name = `${FRESH}_${process.pid}_${randomBytes(8).toString('hex')}`;
  const own = new URL(url(name));
  if (role) {
    own.username = name;
    own.password = randomBytes(18).toString('hex');
    const limits = `connection limit ${ROLE_CONNECTIONS} nosuperuser nocreatedb nocreaterole noinherit`;
    await admin.query(`create role ${quoted(name)} login password '${own.password}' ${limits}`);
  }
  await create(admin, name, `template ${quoted(template)} ${role ? `owner ${quoted(name)}` : ''}`);
  // It will be dropped: nobody needs it to survive the machine's fall.
  await admin.query(`alter database ${quoted(name)} set synchronous_commit = off`);
  return { name, url: own.href, [Symbol.asyncDispose]: () => drop(admin, name) };
}

async function drop(admin: pg.Pool, name: string): Promise<void> {
  await admin.query(`drop database if exists ${quoted(name)} with (force)`);
  await admin.query(`drop role if exists ${quoted(name)}`);
}

async function tidy(admin: pg.Pool): Promise<void> {
  await admin.query('revoke connect, temporary on database postgres, template1 from public');
  await dropLeftovers(admin);
}

/** Databases and roles of processes that were killed before they could drop them. */
async function dropLeftovers(admin: pg.Pool): Promise<void> {
  const names = `select datname as name from pg_database where datname like '${FRESH}\\_%'
    union select rolname from pg_roles where rolname like '${FRESH}\\_%'`;
  const { rows } = await admin.query<{ name: string }>(names);
  for (const { name } of rows) if (!isAlive(Number(name.split('_')[2]))) await drop(admin, name);
}

function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}
