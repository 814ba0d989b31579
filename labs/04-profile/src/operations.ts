import { Problem } from '@seeka/kit/problem';
import type { Knex } from 'knex';
import type { Operation, Wish } from './operation.ts';

/** All operations, and all of their SQL. */
export class Operations {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** The operation that holds the key of this wish: under way, or a success. */
  async standing({ owner, key }: Wish): Promise<Operation | undefined> {
    throw new Problem(501, 'TODO(4.2) Find the operation that was begun under this key, unless it has failed.');
  }

  /** Stores a new operation; undefined when another has the key. Of racing wishes the unique index lets one through. */
  async begin(wish: Wish): Promise<Operation | undefined> {
    throw new Problem(501, 'TODO(4.2) Store it before its first call. The migrations show the table.');
  }

  async read(id: string): Promise<Operation> {
    return (await this.#table.where({ id }).first()) as Operation;
  }

  /** Writes what has become of it, and resolves with the operation as it is then. */
  async change(id: string, change: Partial<Operation>): Promise<Operation> {
    const [operation] = await this.#table.where({ id }).update(change).returning('*');
    return operation as Operation;
  }

  /** Records the 201, unless one is recorded already: the first is the one that is replayed. */
  async record(id: string, answer: { etag: string; body: string }): Promise<Operation> {
    await this.#table.where({ id, body: null }).update(answer);
    return this.read(id);
  }

  /** Whether an operation of this owner has made this person. */
  async hasMade(owner: string, personId: string): Promise<boolean> {
    return (await this.#table.where({ owner, personId }).first('id')) !== undefined;
  }

  /** Undefined when there is none with this id, or it is somebody else's. */
  async readOwn(owner: string, id: string): Promise<Operation | undefined> {
    // PostgreSQL refuses what is no UUID, so it is not asked for that.
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) return undefined;
    return this.#table.where({ id, owner }).first();
  }

  /** What the last process has left. */
  async unfinished(): Promise<Operation[]> {
    return this.#table.whereIn('status', ['running', 'undoing']);
  }

  get #table() {
    return this.#knex<Operation>('operations');
  }
}
