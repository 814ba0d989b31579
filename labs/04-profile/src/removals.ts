import type { Knex } from 'knex';

/** The deletion of a profile: a row of the table `removals`. */
export interface Removal {
  id: string;
  personId: string;
  /** Of the person that the client meant. */
  personEtag: string;
  /** Null when the person had no address. */
  addressId: string | null;
  personGone: boolean;
  traceparent: string | null;
}

/** Deletions under way, and all of their SQL. */
export class Removals {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Stored before its first call. */
  async begin(wish: Omit<Removal, 'id' | 'personGone'>): Promise<Removal> {
    const [removal] = await this.#table.insert(wish).returning('*');
    return removal as Removal;
  }

  /** What is left is the address. */
  async personIsGone({ id }: Removal): Promise<void> {
    await this.#table.where({ id }).update({ personGone: true });
  }

  /** Nothing is left to do. */
  async end({ id }: Removal): Promise<void> {
    await this.#table.where({ id }).delete();
  }

  /** What the last process has left. */
  async unfinished(): Promise<Removal[]> {
    return this.#table;
  }

  get #table() {
    return this.#knex<Removal>('removals');
  }
}
