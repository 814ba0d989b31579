import { Database, type Query } from './database.ts';
import { type Answer, Refusal } from './exchange.ts';
import type { PageWanted } from './page.ts';
import type { Draft, Person } from './person.ts';

export interface Page {
  persons: Person[];
  /** The first id of this page, when another page is before it. */
  prev: string | undefined;
  /** The last id of this page, when another page is after it. */
  next: string | undefined;
}

/** Throws when the person, locked by now, may not be written. */
export type Allows = (locked: Person | undefined) => void;

const schema = `
  create table if not exists persons (
    id uuid primary key default gen_random_uuid(),
    "firstName" text not null, "lastName" text not null, "email" text not null, "phone" text, "birthDate" text,
    "addressId" text,
    "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
  );
  create unique index if not exists persons_email on persons (translate(email, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'));
  create table if not exists replays (key text primary key, digest text not null, answer text)`;
const written = '"firstName", "lastName", "email", "phone", "birthDate"';
const utc = (column: string) =>
  `to_char("${column}" at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "${column}"`;
const shown = `id, ${written}, "addressId", ${utc('createdAt')}, ${utc('updatedAt')}`;

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** The persons, and all SQL. Writers to one person take turns. */
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

  async read(id: string): Promise<Person | undefined> {
    return isId(id) ? one(this.#database.query, `select ${shown} from persons where id = $1`, [id]) : undefined;
  }

  add(draft: Draft): Promise<Person> {
    return insert(this.#database.query, draft);
  }

  /** Whoever comes while another request holds the key is asked to come again. */
  once(
    attempt: { key: string; digest: string },
    draft: Draft,
    answerWith: (person: Person) => Answer,
  ): Promise<Answer> {
    return this.#database.inTransaction(async (query) => {
      const [mine] = await query<{ mine: boolean }>(
        'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine',
        [attempt.key],
      );
      if (!mine?.mine) throw new Refusal(409, 'That key is in use.', { headers: { 'retry-after': '1' } });
      const [known] = await query<{ digest: string; answer: string }>('select * from replays where key = $1', [
        attempt.key,
      ]);
      if (known && known.digest !== attempt.digest) throw new Refusal(422, 'That key came with another body.');
      if (known) return JSON.parse(known.answer) as Answer;
      const answer = answerWith(await insert(query, draft));
      await query('insert into replays values ($1, $2, $3)', [attempt.key, attempt.digest, JSON.stringify(answer)]);
      return answer;
    });
  }

  /** Touches nothing when nothing would change. */
  replace(id: string, draftOf: (current: Person) => Draft, allows: Allows): Promise<Person> {
    return this.#database.inTransaction(async (query) => {
      const locked = await lock(query, id);
      allows(locked);
      const values = valuesOf(draftOf(locked as Person));
      const update = `update persons set (${written}, "updatedAt") = ($1, $2, $3, $4, $5, now())
        where id = $6 and (${written}) is distinct from ($1, $2, $3, $4, $5) returning ${shown}`;
      const changed = await one(query, update, [...values, id]).catch(refuseTaken);
      return (changed ?? locked) as Person;
    });
  }

  async link(id: string, addressId: string | null): Promise<void> {
    const update = `update persons set "addressId" = $2, "updatedAt" = now() where id = $1 and "addressId" is distinct from $2`;
    await this.#database.query(update, [id, addressId]);
  }

  remove(id: string, allows: Allows): Promise<void> {
    return this.#database.inTransaction(async (query) => {
      allows(await lock(query, id));
      await query('delete from persons where id = $1', [id]);
    });
  }

  async page(wanted: PageWanted): Promise<Page> {
    const { before, limit } = wanted;
    const found = await this.#select(wanted);
    const persons = found.slice(0, limit);
    if (before) persons.reverse();
    const ahead = found.length > limit;
    // Of a page that others have emptied, everything that is left lies behind.
    const [first, last] = [persons[0]?.id ?? LAST_ID, persons.at(-1)?.id ?? FIRST_ID];
    const back = before ? { after: last, before: undefined } : { after: undefined, before: first };
    const behind = (await this.#select({ ...wanted, ...back, limit: 0 })).length > 0;
    const [hasPrev, hasNext] = before ? [ahead, behind] : [behind, ahead];
    return { persons, prev: hasPrev ? first : undefined, next: hasNext ? last : undefined };
  }

  /** In the direction of the page; one more than its limit, when there is one. */
  #select(wanted: PageWanted): Promise<Person[]> {
    const { text, values } = selection(wanted);
    return this.#database.query<Person>(text, values);
  }
}

async function insert(query: Query, draft: Draft): Promise<Person> {
  const text = `insert into persons (${written}) values ($1, $2, $3, $4, $5) returning ${shown}`;
  return (await one(query, text, valuesOf(draft)).catch(refuseTaken)) as Person;
}

async function one(query: Query, text: string, values: unknown[]): Promise<Person | undefined> {
  const [person] = await query<Person>(text, values);
  return person;
}

function lock(query: Query, id: string): Promise<Person | undefined> {
  return one(query, `select ${shown} from persons where id = $1 for update`, [id]);
}

function valuesOf({ firstName, lastName, email, phone, birthDate }: Draft): unknown[] {
  return [firstName, lastName, email, phone, birthDate];
}

const conditions: Record<string, (value: string) => string> = {
  lastName: (value) => `"lastName" = ${value}`,
  email: (value) => `upper(email collate "C") = upper(${value} collate "C")`,
  address: (value) => `"addressId" = ${value}`,
};

function selection({ filters, after, before, limit }: PageWanted): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}::text`;
  // PostgreSQL has no U+0000, and neither has any person.
  const wanted = [...filters].map(([name, value]) => conditions[name]?.(bind(value.replaceAll('\0', '\uFFFD'))));
  if (after) wanted.push(`id > ${bind(after)}::uuid`);
  if (before) wanted.push(`id < ${bind(before)}::uuid`);
  const where = wanted.length > 0 ? `where ${wanted.join(' and ')}` : '';
  const order = before ? 'desc' : 'asc';
  return { text: `select ${shown} from persons ${where} order by id ${order} limit ${limit + 1}`, values };
}

function refuseTaken(error: unknown): never {
  // unique_violation
  if ((error as { code?: string }).code === '23505') throw new Refusal(409, 'Somebody else has that e-mail address.');
  throw error;
}
