import pg from 'pg';
import { type Answer, away } from './exchange.ts';
import { digestOf, type Job } from './job.ts';

// A state is text, since jsonb keeps neither the order of members nor U+0000.
const schema = `
  create table if not exists jobs (
    id uuid primary key, kind text not null, owner text not null, key text, body text, later boolean not null,
    origin text not null, trace text not null, person_key text not null,
    status text not null, person text, state text not null, answer text, created_at timestamptz not null default now()
  );
  create unique index if not exists jobs_key on jobs (owner, key) where status in ('running', 'succeeded');
  create index if not exists jobs_person on jobs (person, owner);
  create index if not exists jobs_running on jobs (created_at) where status = 'running'`;

type Row = Omit<Job, 'state' | 'answer' | 'personKey'> & { state: string; answer: string | null; person_key: string };

/** The jobs, and all SQL. Refusal 503 from each method while the database is away. */
export class Store {
  readonly #pool: pg.Pool;
  #made: Promise<unknown> | undefined;

  constructor(url: string) {
    this.#pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
    this.#pool.on('error', ({ message }) => console.error(`A connection ended: ${message}`));
  }

  async ping(): Promise<void> {
    await this.#query('select 1');
  }

  /** False when another job that runs, or that has succeeded, has the key. */
  async add(job: Job): Promise<boolean> {
    const { id, kind, owner, key, body, later, origin, trace, personKey, status, state } = job;
    const text = `insert into jobs (id, kind, owner, key, body, later, origin, trace, person_key, status, state)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      on conflict (owner, key) where status in ('running', 'succeeded') do nothing returning id`;
    const values = [id, kind, owner, key, body, later, origin, trace, personKey, status, JSON.stringify(state)];
    return (await this.#query(text, values)).length > 0;
  }

  async save({ id, status, state }: Job): Promise<void> {
    const person = state.personId === undefined ? null : digestOf(state.personId);
    const values = [id, status, person, JSON.stringify(state)];
    await this.#query('update jobs set status = $2, person = $3, state = $4 where id = $1', values);
  }

  /** The first answer stays: it is told to all. */
  async record({ id }: Job, answer: Answer): Promise<Answer> {
    await this.#query('update jobs set answer = $2 where id = $1 and answer is null', [id, JSON.stringify(answer)]);
    return (await this.read(id))?.answer ?? answer;
  }

  async read(id: string): Promise<Job | undefined> {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined;
    return jobIn(await this.#query<Row>('select * from jobs where id = $1', [id]));
  }

  /** Of those that run or have succeeded. */
  async withKey(owner: string, key: string): Promise<Job | undefined> {
    const text = `select * from jobs where owner = $1 and key = $2 and status in ('running', 'succeeded')`;
    return jobIn(await this.#query<Row>(text, [owner, key]));
  }

  async hasCreated(owner: string, personId: string): Promise<boolean> {
    const text = `select 1 from jobs where owner = $1 and person = $2 and kind = 'create' limit 1`;
    return (await this.#query(text, [owner, digestOf(personId)])).length > 0;
  }

  async running(): Promise<string[]> {
    const rows = await this.#query<Row>(`select id from jobs where status = 'running' order by created_at`);
    return rows.map(({ id }) => id);
  }

  async #query<R>(text: string, values: unknown[] = []): Promise<R[]> {
    try {
      this.#made ??= this.#pool.query(schema);
      await this.#made.catch((error: unknown) => {
        this.#made = undefined;
        throw error;
      });
      return (await this.#pool.query(text, values)).rows;
    } catch (error) {
      console.error(`The database: ${(error as Error).message}`);
      throw away('The database is away.');
    }
  }
}

function jobIn([row]: Row[]): Job | undefined {
  if (!row) return undefined;
  const { person_key: personKey, state, answer, ...rest } = row;
  return { ...rest, personKey, state: JSON.parse(state), answer: answer === null ? null : JSON.parse(answer) };
}
