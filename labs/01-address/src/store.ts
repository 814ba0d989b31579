import { Problem } from '@seeka/kit/problem';
import type { Knex } from 'knex';
import type { Address, Verified } from './address.ts';
import type { Target } from './etag.ts';
import type { Neighbours, PageRequest, Position } from './page.ts';

/** The collection, and all of its SQL. Races are settled by the database. */
export class Addresses {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Stores an address, or finds the one that is already at its delivery point. */
  async add(verified: Verified): Promise<{ address: Address; created: boolean }> {
    throw new Problem(501, 'TODO(1.1) Store the address.');
  }

  async read(id: string): Promise<Address | undefined> {
    throw new Problem(501, 'TODO(1.1) Find the address with this id; an id may be any text.');
  }

  /** The addresses of one page, in order, and the positions of the pages beside it. */
  async page({ filters, limit, position }: PageRequest): Promise<Neighbours & { addresses: Address[] }> {
    throw new Problem(501, 'TODO(1.3) Find the addresses of one page.');
  }

  /** Undefined when the address is no longer what it was. Problem: 409 when the place is another address's. */
  async replace(target: Target, verified: Verified): Promise<Address | undefined> {
    throw new Problem(501, 'TODO(1.4) Replace it, if it still is what it was, in one statement.');
  }

  /** False when the address is no longer what it was. */
  async remove(target: Target): Promise<boolean> {
    throw new Problem(501, 'TODO(1.4) Delete it, if it still is what it was, in one statement.');
  }

  get #table() {
    return this.#knex<Address>('addresses');
  }
}
