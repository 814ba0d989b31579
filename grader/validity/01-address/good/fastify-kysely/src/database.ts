import { type Generated, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

export interface AddressRow {
  id: Generated<string>;
  version: Generated<number>;
  line1: string;
  line2: string | null;
  city: string;
  region: string;
  postal_code: string;
  delivery_point: string;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface Tables {
  address: AddressRow;
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
    await sql`select pg_advisory_xact_lock(1)`.execute(transaction);
    await transaction.schema
      .createTable('address')
      .ifNotExists()
      .addColumn('id', 'bigserial', (column) => column.primaryKey())
      .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
      .addColumn('line1', 'text', (column) => column.notNull())
      .addColumn('line2', 'text')
      .addColumn('city', 'text', (column) => column.notNull())
      .addColumn('region', 'text', (column) => column.notNull())
      .addColumn('postal_code', 'text', (column) => column.notNull())
      .addColumn('delivery_point', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
  });
}
