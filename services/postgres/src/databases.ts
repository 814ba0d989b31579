import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import pg from 'pg';
import { isAlive } from './processes.ts';

/** A server, as its owner sees it. */
export interface Server {
  admin: pg.Pool;
  url(database: string): string;
  /** Whether only the course uses it. */
  own: boolean;
}

/** A database that is dropped when disposed of. */
export interface FreshDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
}

export interface FreshOptions {
  template?: string;
  role?: boolean;
}

/** More than the pools of the hungriest honest service hold. */
const ROLE_CONNECTIONS = 60;
/** duplicate_database; unique_violation, when two are made at the very same time. */
const DUPLICATE = ['42P04', '23505'];

/** Creates the database when it is absent; its URL. */
export async function keptDatabase(server: Server, name: string): Promise<string> {
  if (!(await exists(server, name))) await unlessThere(create(server, name));
  return server.url(name);
}

/** A database like any fresh one, under another name once it is prepared. */
export async function template(server: Server, name: string, prepare: (url: string) => Promise<void>): Promise<void> {
  if (await exists(server, name)) return;
  await using draft = await freshDatabase(server);
  await prepare(draft.url);
  await unlessThere(server.admin.query(`alter database ${quoted(draft.name)} rename to ${quoted(name)}`));
}

/** A new database; with `role`, of a role that can reach nothing else. */
export async function freshDatabase(
  server: Server,
  { template: from, role }: FreshOptions = {},
): Promise<FreshDatabase> {
  const name = `${prefix(server)}${process.pid}_${randomBytes(8).toString('hex')}`;
  const url = new URL(server.url(name));
  const dispose = () => drop(server, name);
  try {
    if (role) Object.assign(url, await newRole(server, name));
    await create(server, name, `template ${quoted(from ?? 'template1')} ${role ? `owner ${quoted(name)}` : ''}`);
    // Nobody needs it to survive a power cut.
    await server.admin.query(`alter database ${quoted(name)} set synchronous_commit = off`);
    return { name, url: url.href, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The admin must be a member to make it the owner of a database. */
async function newRole({ admin }: Server, username: string): Promise<{ username: string; password: string }> {
  const password = randomBytes(18).toString('hex');
  const limit = `connection limit ${ROLE_CONNECTIONS}`;
  await admin.query(`create role ${quoted(username)} login password '${password}' ${limit};
    grant ${quoted(username)} to current_user`);
  return { username, password };
}

/** PostgreSQL lets every role connect to every database by default: revoked. */
async function create({ admin }: Server, name: string, rest = ''): Promise<void> {
  await admin.query(`create database ${quoted(name)} ${rest}`);
  await admin.query(`revoke connect, temporary on database ${quoted(name)} from public`);
}

async function drop({ admin }: Server, name: string): Promise<void> {
  await admin.query(`drop database if exists ${quoted(name)} with (force)`);
  await admin.query(`drop role if exists ${quoted(name)}`);
}

/** Closes the databases that every cluster has, and drops what killed processes left; one process at a time. */
export async function tidy(server: Server): Promise<void> {
  const client = await server.admin.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('seeka'))`);
    if (server.own) await closeToPublic(client);
    await dropLeftovers(server, client);
    await client.query('select pg_advisory_unlock_all()');
  } finally {
    client.release();
  }
}

async function closeToPublic(client: pg.PoolClient): Promise<void> {
  const open = `select datname as name from pg_database
    where datname in ('postgres', 'template1') and has_database_privilege('public', oid, 'connect')`;
  const { rows } = await client.query<{ name: string }>(open);
  for (const { name } of rows) await client.query(`revoke connect, temporary on database ${quoted(name)} from public`);
}

async function dropLeftovers(server: Server, client: pg.PoolClient): Promise<void> {
  const names = `select datname as name from pg_database where starts_with(datname, $1)
    union select rolname from pg_roles where starts_with(rolname, $1)`;
  const { rows } = await client.query<{ name: string }>(names, [prefix(server)]);
  for (const { name } of rows) {
    const pid = Number.parseInt(name.slice(prefix(server).length), 10);
    if (!isAlive(pid)) await drop(server, name);
  }
}

/** Who shares a server sees only processes of his own machine. */
function prefix({ own }: Server): string {
  return own ? 'seeka_run_' : `seeka_${createHash('sha256').update(hostname()).digest('hex').slice(0, 8)}_`;
}

async function exists({ admin }: Server, name: string): Promise<boolean> {
  return (await admin.query('select from pg_database where datname = $1', [name])).rowCount === 1;
}

/** Another process may have been faster. */
async function unlessThere(making: Promise<unknown>): Promise<void> {
  await making.catch((error: { code?: string }) => {
    if (!DUPLICATE.includes(error.code ?? '')) throw error;
  });
}

function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}
