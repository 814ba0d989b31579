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
  /** Roles that could not be dropped yet: somebody else's database names them. */
  named: Set<string>;
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
/** wrong_object_type */
const TEMPLATE = '42809';
/** dependent_objects_still_exist */
const STILL_NAMED = '2BP01';

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

async function drop(server: Server, name: string): Promise<void> {
  const dropping = `drop database if exists ${quoted(name)} with (force)`;
  await server.admin.query(dropping).catch(async (error: { code?: string }) => {
    if (error.code !== TEMPLATE) throw error;
    await unmark(server, name);
    await server.admin.query(dropping);
  });
  const roles = [name, ...server.named];
  // Two that drop one role at the same time would hinder each other.
  server.named.clear();
  for (const role of roles) if (!(await dropRole(server, role))) server.named.add(role);
}

/** Its owner may mark a database as a template, and templates cannot be dropped. What it still runs could mark it again. */
async function unmark({ admin }: Server, name: string): Promise<void> {
  await admin.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [name]);
  await admin.query(`alter database ${quoted(name)} is_template false`);
}

/**
 * The owner of another database may give a role rights there, and it cannot be dropped as long as it has any: then it is
 * of no more use, and goes with a later one. @returns whether it is gone.
 */
async function dropRole({ admin }: Server, name: string): Promise<boolean> {
  const dropping = `drop role if exists ${quoted(name)}`;
  const isGone = (query: string) =>
    admin.query(query).then(
      () => true,
      (error: { code?: string }) => {
        if (error.code !== STILL_NAMED) throw error;
        return false;
      },
    );
  if (await isGone(dropping)) return true;
  await admin.query(`alter role ${quoted(name)} nologin`);
  return isGone(`drop owned by ${quoted(name)}; ${dropping}`);
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
