import postgres from 'postgres';
import { newId } from './id.js';

/** What is kept of an address, and all SQL. */
export class Addresses {
  #sql;
  #table;

  constructor(url) {
    this.#sql = postgres(url, { max: 10, connect_timeout: 5, backoff: () => 0.2, onnotice: () => undefined });
  }

  /** Whether the database answers, within a second. */
  async areThere() {
    const late = new Promise((resolve) => setTimeout(resolve, 1_000, false));
    const answer = this.#tableMade()
      .then((sql) => sql`select`)
      .then(
        () => true,
        () => false,
      );
    return Promise.race([answer, late]);
  }

  /** One statement either inserts, or locks and gives the row that is there; only an inserted row has no xmax. */
  async put(place) {
    const sql = await this.#tableMade();
    const [row] = await sql`
      insert into addresses ${sql({ id: newId(), ...place })}
      on conflict (delivery_point) do update set delivery_point = excluded.delivery_point
      returning *, xmax = 0 as is_new`;
    return row;
  }

  async get(id) {
    const sql = await this.#tableMade();
    const [row] = await sql`select * from addresses where id = ${id}`;
    return row;
  }

  /** The row as it is then; 'stale' in another version, 'gone', 'taken'. `version` null fits any. */
  async change(id, version, place) {
    const sql = await this.#tableMade();
    const changes = { ...place, version: sql`version + 1`, updated_at: sql`date_trunc('second', now())` };
    try {
      const [row] = await sql`
        update addresses set ${sql(changes)}
        where id = ${id} and version = coalesce(${version}, version) returning *`;
      return row ?? ((await this.get(id)) ? 'stale' : 'gone');
    } catch (error) {
      if (error.code === '23505') return 'taken';
      throw error;
    }
  }

  async delete(id, version) {
    const sql = await this.#tableMade();
    const { count } = await sql`delete from addresses where id = ${id} and version = coalesce(${version}, version)`;
    if (count > 0) return 'deleted';
    return (await this.get(id)) ? 'stale' : 'gone';
  }

  /** At most `count` rows on one side of `id` (on both when it is null), from it outwards. */
  async beside({ filters, id, before }, count) {
    const sql = await this.#tableMade();
    const conditions = Object.entries(filters).map(([name, value]) =>
      name === 'postalCode' ? isOrBegins(sql, value) : sql`and ${sql(columns[name])} = ${value}`,
    );
    // An empty list would be taken for a value.
    const equal = [sql``, ...conditions];
    const side = id === null ? sql`` : before ? sql`and id < ${id}` : sql`and id > ${id}`;
    return sql`
      select * from addresses where true ${equal} ${side}
      order by id ${before ? sql`desc` : sql`asc`} limit ${count}`;
  }

  async #tableMade() {
    this.#table ??= this.#sql`
      create table if not exists addresses (
        id text collate "C" primary key, version integer not null default 1, line1 text not null, line2 text,
        city text not null, region text not null, postal_code text not null, delivery_point text not null unique,
        created_at timestamptz not null default date_trunc('second', now()),
        updated_at timestamptz not null default date_trunc('second', now())
      )`;
    try {
      await this.#table;
    } catch (error) {
      this.#table = undefined;
      throw error;
    }
    return this.#sql;
  }
}

export const columns = {
  line1: 'line1',
  city: 'city',
  region: 'region',
  postalCode: 'postal_code',
  deliveryPoint: 'delivery_point',
};

function isOrBegins(sql, code) {
  return code.length === 5
    ? sql`and (postal_code = ${code} or starts_with(postal_code, ${`${code}-`}))`
    : sql`and postal_code = ${code}`;
}
