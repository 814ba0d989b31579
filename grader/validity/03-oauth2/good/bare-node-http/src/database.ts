import pg from 'pg';

export type Rows = Record<string, unknown>[];
export type Query = <Row = Rows[number]>(text: string, values?: unknown[]) => Promise<Row[]>;

/** A service's own database, which may be away when the service starts. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #schema: string;
  #made: Promise<unknown> | undefined;

  /** @param schema SQL that makes what is missing; run before the first query that finds a database. */
  constructor(url: string, schema: string) {
    this.#pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
    this.#pool.on('error', ({ message }) => console.error(`A connection ended: ${message}`));
    this.#schema = schema;
  }

  query: Query = async (text, values = []) => {
    await this.#ready();
    return (await this.#pool.query(text, values)).rows;
  };

  async inTransaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    await this.#ready();
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      const result = await work(async (text, values = []) => (await client.query(text, values)).rows);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  #ready(): Promise<unknown> {
    this.#made ??= this.#pool.query(this.#schema).catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    return this.#made;
  }
}
