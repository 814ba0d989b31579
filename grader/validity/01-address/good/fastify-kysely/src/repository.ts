import { type Kysely, type Selectable, sql } from 'kysely';
import { type AddressRow, migrate, type Tables } from './database.ts';
import type { Place } from './place.ts';

export type StoredAddress = Selectable<AddressRow>;

export interface Window {
  filters: Partial<Record<'city' | 'region' | 'postal_code' | 'delivery_point', string>>;
  limit: number;
  /** Pages go from the newest id to the oldest: `older` than this one, or `newer`. */
  from?: { direction: 'older' | 'newer'; id: string };
}

export type WriteOutcome = StoredAddress | 'changed' | 'gone' | 'taken';

/** Thrown by every method while the database cannot be reached. */
export class AddressRepository {
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

  /** Tries to insert; where that is refused, somebody else's row is there, unless it goes at this very moment. */
  async insertOrFind(place: Place): Promise<{ address: StoredAddress; isNew: boolean }> {
    const inserted = await this.#database
      .insertInto('address')
      .values(place)
      .onConflict((conflict) => conflict.column('delivery_point').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (inserted) return { address: inserted, isNew: true };
    const found = await this.#database
      .selectFrom('address')
      .selectAll()
      .where('delivery_point', '=', place.delivery_point)
      .executeTakeFirst();
    return found ? { address: found, isNew: false } : this.insertOrFind(place);
  }

  async byId(id: string): Promise<StoredAddress | undefined> {
    // Eighteen digits fit into a bigint.
    if (!/^[1-9]\d{0,17}$/.test(id)) return undefined;
    return this.#database.selectFrom('address').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** @param versions those that may be replaced; any when absent. */
  async update(id: string, place: Place, versions?: number[]): Promise<WriteOutcome> {
    const query = this.#database
      .updateTable('address')
      .set((set) => ({ ...place, version: set('version', '+', 1), updated_at: sql`now()` }))
      .where('id', '=', id)
      .$if(versions !== undefined, (guarded) => guarded.where('version', 'in', versions ?? []));
    try {
      return (await query.returningAll().executeTakeFirst()) ?? (await this.#whyNot(id));
    } catch (error) {
      if ((error as { code?: string }).code === '23505') return 'taken';
      throw error;
    }
  }

  async delete(id: string, versions?: number[]): Promise<WriteOutcome> {
    const query = this.#database
      .deleteFrom('address')
      .where('id', '=', id)
      .$if(versions !== undefined, (guarded) => guarded.where('version', 'in', versions ?? []));
    return (await query.returningAll().executeTakeFirst()) ?? (await this.#whyNot(id));
  }

  /** One row more than asked for, when there is one; in the direction of the window. */
  async select({ filters, limit, from }: Window): Promise<StoredAddress[]> {
    const { postal_code: code, ...equal } = filters;
    let query = this.#database.selectFrom('address').selectAll();
    for (const [column, value] of Object.entries(equal)) query = query.where(column as 'city', '=', value);
    if (code) query = query.where((where) => where.or([where('postal_code', '=', code), zipIs(code)]));
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

function zipIs(code: string) {
  return sql<boolean>`left(postal_code, 5) = ${code}`;
}
