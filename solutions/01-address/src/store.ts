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
    // @lab:begin 1.1
    // @lab:begin 1.5
    for (;;) {
      const [address] = await this.#table.insert(verified).onConflict('deliveryPoint').ignore().returning('*');
      if (address) return { address, created: true };
      const known = await this.#table.where({ deliveryPoint: verified.deliveryPoint }).first();
      if (known) return { address: known, created: false };
      // It was deleted in between, so the place is free again.
    }
    // @lab:starter
    //| // TODO(1.5) Of the same place there is one address, however many clients send it at once.
    //| const [address] = await this.#table.insert(verified).returning('*');
    //| return { address: address as Address, created: true };
    // @lab:end
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.1) Store the address.');
    // @lab:end
  }

  async read(id: string): Promise<Address | undefined> {
    // @lab:begin 1.1
    // PostgreSQL refuses what is no UUID, so it is not asked for that.
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) return undefined;
    return this.#table.where({ id }).first();
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.1) Find the address with this id; an id may be any text.');
    // @lab:end
  }

  /** The addresses of one page, in order, and the positions of the pages beside it. */
  async page({ filters, limit, position }: PageRequest): Promise<Neighbours & { addresses: Address[] }> {
    // @lab:begin 1.3
    const forward = position.side === 'after';
    const back = opposite(position);
    const found = await this.#beyond(position, filters)
      .orderBy('sequence', forward ? 'asc' : 'desc')
      .limit(limit + 1);
    const behind = (await this.#beyond(back, filters).first()) ? back : undefined;
    const addresses = found.slice(0, limit);
    const last = found.length > limit ? addresses.at(-1) : undefined;
    const ahead = last && { side: position.side, sequence: Number(last.sequence) };
    if (forward) return { addresses, prev: behind, next: ahead };
    return { addresses: addresses.reverse(), prev: ahead, next: behind };
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.3) Find the addresses of one page.');
    // @lab:end
  }

  /** Undefined when the address is no longer what it was. Problem: 409 when the place is another address's. */
  async replace(target: Target, verified: Verified): Promise<Address | undefined> {
    // @lab:begin 1.4
    const version = this.#knex.raw('version + 1');
    const change = { ...verified, version, updatedAt: this.#knex.fn.now() };
    const written = this.#table.where(target).update(change).returning('*');
    // @lab:begin 1.5
    const [address] = await written.catch(refuseTaken);
    // @lab:starter
    //| const [address] = await written;
    // @lab:end
    return address;
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.4) Replace it, if it still is what it was, in one statement.');
    // @lab:end
  }

  /** False when the address is no longer what it was. */
  async remove(target: Target): Promise<boolean> {
    // @lab:begin 1.4
    return (await this.#table.where(target).delete()) > 0;
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.4) Delete it, if it still is what it was, in one statement.');
    // @lab:end
  }

  get #table() {
    return this.#knex<Address>('addresses');
  }
  // @lab:begin 1.3

  #beyond({ side, sequence }: Position, { postalCode, ...filters }: Record<string, string>) {
    const query = this.#table.where(filters).where('sequence', side === 'after' ? '>' : '<', sequence);
    if (postalCode === undefined) return query;
    // Five digits are the beginning of a ZIP+4.
    if (postalCode.length === 5) return query.whereRaw('left("postalCode", 5) = ?', [postalCode]);
    return query.where({ postalCode });
  }
  // @lab:end
}
// @lab:begin 1.3

/** The same gap in the collection, seen from the other side. */
function opposite({ side, sequence }: Position): Position {
  return side === 'after' ? { side: 'before', sequence: sequence + 1 } : { side: 'after', sequence: sequence - 1 };
}
// @lab:end
// @lab:begin 1.5

function refuseTaken(error: unknown): never {
  const { code } = error as { code?: string };
  // unique_violation
  if (code === '23505') throw new Problem(409, 'Another address is at this delivery point.');
  throw error;
}
// @lab:end
