import type { Target } from '@seeka/kit/etag';
import { type Page, type PageRequest, readPage } from '@seeka/kit/pages';
import { Problem } from '@seeka/kit/problem';
import type { Knex } from 'knex';
import type { Draft, Person } from './person.ts';

/** The collection, and all of its SQL. Races are settled by the database. */
export class Persons {
  readonly #knex: Knex;

  /** @param knex the database, or a transaction of it. */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Problem: 409 when the e-mail address is somebody else's. */
  async add(draft: Draft): Promise<Person> {
    // @lab:begin 2.1
    const [person] = await this.#table.insert(draft).returning('*').catch(refuseTaken);
    return person as Person;
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.1) Store the person. The migrations show the table.');
    // @lab:end
  }

  async read(id: string): Promise<Person | undefined> {
    // PostgreSQL refuses what is no UUID, so it is not asked for that.
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) return undefined;
    return this.#table.where({ id }).first();
  }

  /** The persons of one page, and the positions of the pages beside it. */
  async page(request: PageRequest): Promise<Page<Person>> {
    // @lab:begin 2.3
    return readPage(() => this.#matching(request.filters), request);
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.3) Read the persons that fit the filters; readPage cuts the page out of them.');
    // @lab:end
  }

  /** Undefined when the person is no longer as it was. Problem: 409 when the e-mail address is somebody else's. */
  async replace(target: Target, draft: Draft): Promise<Person | undefined> {
    // @lab:begin 2.1
    const [person] = await this.#table.where(target).update(this.#changed(draft)).returning('*').catch(refuseTaken);
    return person;
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.1) Replace the person, if it is still as the target says.');
    // @lab:end
  }

  /** False when the person is no longer as it was. */
  async remove(target: Target): Promise<boolean> {
    // @lab:begin 2.1
    return (await this.#table.where(target).delete()) > 0;
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.1) Delete the person, if it is still as the target says.');
    // @lab:end
  }

  /** Links a person to an address, or to none. A link that is there already changes nothing. */
  async link({ id }: Person, addressId: string | null): Promise<void> {
    // @lab:begin 2.4
    const others = this.#table.where({ id }).whereRaw('"addressId" is distinct from ?', [addressId]);
    await others.update(this.#changed({ addressId }));
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.4) Store the id of the address. The person looks different now, and so does the ETag.');
    // @lab:end
  }

  get #table() {
    return this.#knex<Person>('persons');
  }

  #changed(change: Partial<Person>) {
    return { ...change, version: this.#knex.raw('version + 1'), updatedAt: this.#knex.fn.now() };
  }
  // @lab:begin 2.3

  #matching({ email, address, ...members }: Record<string, string>) {
    const query = this.#table.where(members);
    if (address !== undefined) query.where({ addressId: address });
    if (email !== undefined) query.whereRaw('lower(email collate "C") = lower(? collate "C")', [email]);
    return query;
  }
  // @lab:end
}

function refuseTaken(error: unknown): never {
  const { code } = error as { code?: string };
  // unique_violation
  if (code === '23505') throw new Problem(409, 'Another person has this e-mail address.', { code: 'email-taken' });
  throw error;
}
