import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

export interface Tables {
  secret: { name: string; value: string };
  used_state: { state: string; at: Date };
  revoked: { token: string; until: Date };
  refresh: { token: string; family: string; sub: string; state: 'fresh' | 'used' | 'dead' };
}

/** Connects when it is asked for the first time. */
export function openDatabase(connectionString: string): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString, max: 12, connectionTimeoutMillis: 6_000 });
  pool.on('error', (error) => console.log(`A connection to the database ended: ${error.message}`));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** May run at any time, and by several instances at once. */
async function migrate(database: Kysely<Tables>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(3)`.execute(transaction);
    await sql`create table if not exists secret (name text primary key, value text not null)`.execute(transaction);
    await sql`create table if not exists used_state (state text primary key, at timestamptz not null)`.execute(
      transaction,
    );
    await sql`create table if not exists revoked (token text primary key, until timestamptz not null)`.execute(
      transaction,
    );
    await sql`create table if not exists refresh (token text primary key, family text not null, sub text not null, state text not null)`.execute(
      transaction,
    );
  });
}

/** Runs the migrations before the first query that finds a database. */
export function migrator(database: Kysely<Tables>): () => Promise<void> {
  let migration: Promise<void> | undefined;
  return async () => {
    migration ??= migrate(database);
    try {
      await migration;
    } catch (error) {
      migration = undefined;
      throw error;
    }
  };
}
