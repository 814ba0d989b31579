import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import { migrate, type PersonRow, type Tables } from './database.ts';
import type { Draft } from './draft.ts';
import { HttpProblem } from './problem.ts';

export type StoredPerson = Selectable<PersonRow>;

export interface Window {
  filters: Partial<Record<'last_name' | 'email' | 'address_id', string>>;
  limit: number;
  /** Pages go from the newest id to the oldest: `older` than this one, or `newer`. */
  from?: { direction: 'older' | 'newer'; id: string };
}

export type WriteOutcome = StoredPerson | 'changed' | 'gone';

/** Thrown by every method while the database cannot be reached. */
export class PersonRepository {
  readonly #database: Kysely<Tables>;
  #migration: Promise<void> | undefined;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async prepare(): Promise<void> {
    this.#migration ??= migrate(this.#database);
    try {
      await this.#migration;
    } catch (error) {
      this.#migration = undefined;
      throw error;
    }
  }

  async ping(): Promise<void> {
    await this.prepare();
    await sql`select 1`.execute(this.#database);
  }

  /** Problem 409. */
  async insert(draft: Draft): Promise<StoredPerson> {
    return inserted(this.#database, draft);
  }

  /** The first answer under this name, to the byte. Problem 422 when the name came with another body. */
  async insertOnce(name: string, body: Buffer, draft: Draft, shown: (person: StoredPerson) => string): Promise<string> {
    return this.#database.transaction().execute(async (transaction) => {
      await sql`insert into creation (name, body) values (${name}, ${body}) on conflict do nothing`.execute(
        transaction,
      );
      const known = await transaction
        .selectFrom('creation')
        .selectAll()
        .where('name', '=', name)
        .forUpdate()
        .executeTakeFirstOrThrow();
      if (!known.body.equals(body)) throw new HttpProblem(422, 'That Idempotency-Key came with another body.');
      if (known.answer !== null) return known.answer;
      const answer = shown(await inserted(transaction, draft));
      await transaction.updateTable('creation').set({ answer }).where('name', '=', name).execute();
      return answer;
    });
  }

  async byId(id: string): Promise<StoredPerson | undefined> {
    // Eighteen digits fit into a bigint.
    if (!/^[1-9]\d{0,17}$/.test(id)) return undefined;
    return this.#database.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** @param versions those that may be changed; any when absent. Problem 409. */
  async update(id: string, change: Updateable<PersonRow>, versions?: number[]): Promise<WriteOutcome> {
    const written = await this.#database
      .updateTable('person')
      .set((set) => ({ ...change, version: set('version', '+', 1), updated_at: sql`now()` }))
      .where('id', '=', id)
      .$if(versions !== undefined, (guarded) => guarded.where('version', 'in', versions ?? []))
      .returningAll()
      .executeTakeFirst()
      .catch(refuseTaken);
    return written ?? (await this.#whyNot(id));
  }

  async delete(id: string, versions?: number[]): Promise<WriteOutcome> {
    const query = this.#database
      .deleteFrom('person')
      .where('id', '=', id)
      .$if(versions !== undefined, (guarded) => guarded.where('version', 'in', versions ?? []));
    return (await query.returningAll().executeTakeFirst()) ?? (await this.#whyNot(id));
  }

  /** One row more than asked for, when there is one; in the direction of the window. */
  async select({ filters, limit, from }: Window): Promise<StoredPerson[]> {
    const { email, ...equal } = filters;
    let query = this.#database.selectFrom('person').selectAll();
    for (const [column, value] of Object.entries(equal)) query = query.where(column as 'last_name', '=', value);
    if (email) query = query.where(sql<boolean>`lower(email collate "C") = lower(${email} collate "C")`);
    if (from) query = query.where('id', from.direction === 'older' ? '<' : '>', from.id);
    return query
      .orderBy('id', from?.direction === 'newer' ? 'asc' : 'desc')
      .limit(limit + 1)
      .execute();
  }

  async #whyNot(id: string): Promise<'changed' | 'gone'> {
    return (await this.byId(id)) ? 'changed' : 'gone';
  }
}

async function inserted(database: Kysely<Tables>, draft: Draft): Promise<StoredPerson> {
  return database.insertInto('person').values(draft).returningAll().executeTakeFirstOrThrow().catch(refuseTaken);
}

function refuseTaken(error: unknown): never {
  if ((error as { code?: string }).code === '23505') throw new HttpProblem(409, 'That e-mail address is taken.');
  throw error;
}
