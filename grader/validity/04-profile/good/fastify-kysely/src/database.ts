import { type Generated, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

export type StepStatus = 'pending' | 'running' | 'done' | 'failed' | 'undone';

export interface OperationRow {
  id: string;
  /** The subject of the token, as JSON: it may hold what a text in PostgreSQL may not. */
  principal: string;
  /** Of subject and Idempotency-Key. */
  key_hash: string;
  body_hash: string;
  /** Whether the client does not wait. */
  later: boolean;
  trace: string;
  /** The Idempotency-Key for Person. */
  person_key: string;
  /** Sent to the byte in every repeat: a text, as `jsonb` would reorder the members. */
  address_body: string;
  person_body: string;
  status: Generated<'running' | 'succeeded' | 'failed' | 'compensated'>;
  address_step: Generated<StepStatus>;
  person_step: Generated<StepStatus>;
  link_step: Generated<StepStatus>;
  address_id: string | null;
  address_etag: string | null;
  /** Whether Address answered 201. */
  address_mine: Generated<boolean>;
  person_id: string | null;
  person_etag: string | null;
  undone: Generated<boolean>;
  /** JSON. From now on nothing is done any more but undone. */
  problem: string | null;
  /** JSON: the 201 that is replayed. */
  answer: string | null;
  created_at: Generated<Date>;
}

/** What is still to be cleared up. */
export interface ChoreRow {
  /** The operation, or the deletion, whose chores are done one after the other. */
  chain: string;
  nr: number;
  /** `settle`: whether a person was made; `erase`: the person of a profile that is being deleted. */
  kind: 'settle' | 'erase' | 'person' | 'address';
  target: string;
  etag: string | null;
  trace: string;
  /** Of an `erase`: the address that comes next. */
  next_target: string | null;
  next_etag: string | null;
}

export interface Tables {
  operation: OperationRow;
  chore: ChoreRow;
}

export type Database = Kysely<Tables>;

/** Connects when it is asked for the first time. */
export function openDatabase(connectionString: string): Database {
  const pool = new pg.Pool({ connectionString, max: 12, connectionTimeoutMillis: 2_000 });
  const ended = (error: Error) => console.log(`A connection to the database ended: ${error.message}`);
  // The pool hears of those that idle, and of no other.
  pool.on('error', ended).on('connect', (client) => client.on('error', ended));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** May run at any time, and by several instances at once. */
async function migrate(database: Database): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(4)`.execute(transaction);
    await sql`create table if not exists operation (
      id text primary key, principal text not null, key_hash text not null, body_hash text not null,
      later boolean not null, trace text not null, person_key text not null,
      address_body text not null, person_body text not null, status text not null default 'running',
      address_step text not null default 'running', person_step text not null default 'pending',
      link_step text not null default 'pending', address_id text, address_etag text,
      address_mine boolean not null default false, person_id text, person_etag text,
      undone boolean not null default false, problem text, answer text,
      created_at timestamptz not null default now())`.execute(transaction);
    // After a failure the client's key is free again.
    await sql`create unique index if not exists one_key on operation (key_hash)
      where status in ('running', 'succeeded')`.execute(transaction);
    await sql`create index if not exists begun on operation (person_id)`.execute(transaction);
    await sql`create index if not exists unfinished on operation (id) where status = 'running'`.execute(transaction);
    await sql`create table if not exists chore (
      chain text not null, nr integer not null, kind text not null, target text not null, etag text,
      trace text not null, next_target text, next_etag text, primary key (chain, nr))`.execute(transaction);
  });
}

/** Runs the migrations before the first query that finds a database. */
export function migrator(database: Database): () => Promise<void> {
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
