import { type Generated, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

export interface PersonRow {
  id: Generated<string>;
  version: Generated<number>;
  first_name: string;
  last_name: string;
  email: string;
  phone: string | null;
  birth_date: string | null;
  address_id: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** A creation under a name that the client gave it. */
export interface CreationRow {
  name: string;
  body: Buffer;
  answer: string | null;
}

export interface Tables {
  person: PersonRow;
  creation: CreationRow;
}

/** Connects when it is asked for the first time. */
export function openDatabase(connectionString: string): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString, max: 12, connectionTimeoutMillis: 6_000 });
  pool.on('error', (error) => console.log(`A connection to the database ended: ${error.message}`));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** May run at any time, and by several instances at once. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(2)`.execute(transaction);
    await transaction.schema
      .createTable('person')
      .ifNotExists()
      .addColumn('id', 'bigserial', (column) => column.primaryKey())
      .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
      .addColumn('first_name', 'text', (column) => column.notNull())
      .addColumn('last_name', 'text', (column) => column.notNull())
      .addColumn('email', 'text', (column) => column.notNull())
      .addColumn('phone', 'text')
      .addColumn('birth_date', 'text')
      .addColumn('address_id', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
    await sql`create unique index if not exists one_email on person (lower(email collate "C"))`.execute(transaction);
    await transaction.schema
      .createTable('creation')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('body', 'bytea', (column) => column.notNull())
      .addColumn('answer', 'text')
      .execute();
    // A name may be longer than an index takes.
    await sql`create unique index if not exists one_name on creation (sha256(name::bytea))`.execute(transaction);
  });
}
