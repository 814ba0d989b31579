import type { Address, Verified } from './address.ts';
import { Database, type Query } from './database.ts';
import { Refusal } from './exchange.ts';
import type { PageWanted } from './page.ts';

export interface Page {
  addresses: Address[];
  /** The first id of this page, when another page is before it. */
  prev: string | undefined;
  /** The last id of this page, when another page is after it. */
  next: string | undefined;
}

/** Throws when the address, locked by now, may not be written. */
export type Allows = (locked: Address | undefined) => void;

const schema = `
  create table if not exists addresses (
    id uuid primary key default gen_random_uuid(),
    "line1" text not null, "line2" text, "city" text not null, "region" text not null, "postalCode" text not null,
    "deliveryPoint" text not null unique,
    "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
  )`;
const written = '"line1", "line2", "city", "region", "postalCode", "deliveryPoint"';
const utc = (column: string) =>
  `to_char("${column}" at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "${column}"`;
const shown = `id, ${written}, ${utc('createdAt')}, ${utc('updatedAt')}`;

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** The addresses, and all SQL. Writers to one address, or to one delivery point, take turns. */
export class Store {
  readonly #database: Database;

  constructor(url: string) {
    this.#database = new Database(url, schema);
  }

  async ping(): Promise<void> {
    await this.#database.query('select 1').catch(() => {
      throw new Refusal(503, 'The database is away.');
    });
  }

  async read(id: string): Promise<Address | undefined> {
    return isId(id) ? one(this.#database.query, `select ${shown} from addresses where id = $1`, [id]) : undefined;
  }

  /** Whoever comes second to a delivery point finds what the first one stored. */
  add(verified: Verified): Promise<{ address: Address; created: boolean }> {
    return this.#database.inTransaction(async (query) => {
      const point = [verified.deliveryPoint];
      await takeTurns(query, verified);
      const known = await one(query, `select ${shown} from addresses where "deliveryPoint" = $1`, point);
      if (known) return { address: known, created: false };
      const insert = `insert into addresses (${written}) values ($1, $2, $3, $4, $5, $6) returning ${shown}`;
      return { address: (await one(query, insert, valuesOf(verified))) as Address, created: true };
    });
  }

  /** Touches nothing when nothing would change. */
  replace(id: string, verified: Verified, allows: Allows): Promise<Address> {
    return this.#database.inTransaction(async (query) => {
      const locked = await lock(query, id);
      allows(locked);
      await takeTurns(query, verified);
      const update = `update addresses set (${written}, "updatedAt") = ($1, $2, $3, $4, $5, $6, now())
        where id = $7 and (${written}) is distinct from ($1, $2, $3, $4, $5, $6) returning ${shown}`;
      const changed = await one(query, update, [...valuesOf(verified), id]).catch(refuseTaken);
      return (changed ?? locked) as Address;
    });
  }

  remove(id: string, allows: Allows): Promise<void> {
    return this.#database.inTransaction(async (query) => {
      allows(await lock(query, id));
      await query('delete from addresses where id = $1', [id]);
    });
  }

  async page(wanted: PageWanted): Promise<Page> {
    const { before, limit } = wanted;
    const found = await this.#select(wanted);
    const addresses = found.slice(0, limit);
    if (before) addresses.reverse();
    const ahead = found.length > limit;
    // Of a page that others have emptied, everything that is left lies behind.
    const [first, last] = [addresses[0]?.id ?? LAST_ID, addresses.at(-1)?.id ?? FIRST_ID];
    const back = before ? { after: last, before: undefined } : { after: undefined, before: first };
    const behind = (await this.#select({ ...wanted, ...back, limit: 0 })).length > 0;
    const [hasPrev, hasNext] = before ? [ahead, behind] : [behind, ahead];
    return { addresses, prev: hasPrev ? first : undefined, next: hasNext ? last : undefined };
  }

  /** In the direction of the page; one more than its limit, when there is one. */
  #select(wanted: PageWanted): Promise<Address[]> {
    const { text, values } = selection(wanted);
    return this.#database.query<Address>(text, values);
  }
}

async function one(query: Query, text: string, values: unknown[]): Promise<Address | undefined> {
  const [address] = await query<Address>(text, values);
  return address;
}

function lock(query: Query, id: string): Promise<Address | undefined> {
  return one(query, `select ${shown} from addresses where id = $1 for update`, [id]);
}

/** Until its transaction ends, nobody else brings an address to this delivery point. */
async function takeTurns(query: Query, { deliveryPoint }: Verified): Promise<void> {
  await query('select pg_advisory_xact_lock(hashtext($1))', [deliveryPoint]);
}

function valuesOf({ line1, line2, city, region, postalCode, deliveryPoint }: Verified): unknown[] {
  return [line1, line2, city, region, postalCode, deliveryPoint];
}

function selection({ filters, after, before, limit }: PageWanted): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  // PostgreSQL has no U+0000, and neither has any address.
  const conditions = [...filters].map(([name, value]) => condition(name, bind(value.replaceAll('\0', '\uFFFD'))));
  if (after) conditions.push(`id > ${bind(after)}`);
  if (before) conditions.push(`id < ${bind(before)}`);
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const order = before ? 'desc' : 'asc';
  return { text: `select ${shown} from addresses ${where} order by id ${order} limit ${limit + 1}`, values };
}

function condition(name: string, value: string): string {
  const equal = `"${name}" = ${value}`;
  return name === 'postalCode' ? `(${equal} or split_part("postalCode", '-', 1) = ${value})` : equal;
}

function refuseTaken(error: unknown): never {
  // unique_violation
  if ((error as { code?: string }).code === '23505') throw new Refusal(409, 'That place is another address.');
  throw error;
}
