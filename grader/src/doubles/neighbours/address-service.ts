import type { DoubleAnswer } from '../faults.ts';
import { json, noContent, problem, refusal, show, type Versioned } from './answers.ts';
import type { NeighbourCall } from './scene.ts';

/** An address that the double keeps. */
export interface KeptAddress extends Versioned {
  id: string;
  line1: string;
}

/** Keeps addresses as the contract of Lab 01 has it; a place is known by its first line. */
export class AddressService {
  readonly #addresses = new Map<string, KeptAddress>();
  /** Of every address there ever was. */
  readonly #places = new Map<string, string>();
  #changes = 1;

  at(line1: string): KeptAddress | undefined {
    return [...this.#addresses.values()].find((address) => address.line1 === line1);
  }

  byId(id: string): KeptAddress | undefined {
    return this.#addresses.get(id);
  }

  /** The first line of an address, also after it is gone. */
  placeOf(id: string): string | undefined {
    return this.#places.get(id);
  }

  keep(members: Record<string, unknown>, id = this.#freshId()): KeptAddress {
    const line1 = String(members.line1);
    const links = [
      { rel: 'self', href: `/addresses/${encodeURIComponent(id)}` },
      { rel: 'persons', href: `/persons?address=${encodeURIComponent(id)}` },
    ];
    // With members that no client asked for, as a later version of Address might have.
    const more = { id, deliveryPoint: `10011${this.#places.size}`, since: { year: 2027, by: ['é', null] } };
    const address = { id, line1, etag: `"${id},1"`, representation: { ...more, country: 'US', ...members, links } };
    this.#addresses.set(id, address);
    this.#places.set(id, line1);
    return address;
  }

  /** Somebody writes to it: another representation, another ETag. */
  touch(id: string): void {
    const address = this.#addresses.get(id);
    if (!address) return;
    this.#changes += 1;
    const representation = { ...address.representation, line2: `Apt ${this.#changes}` };
    this.#addresses.set(id, { ...address, etag: `"${id},${this.#changes}"`, representation });
  }

  forget(id: string): void {
    this.#addresses.delete(id);
  }

  answer({ step, path, headers, body }: NeighbourCall): DoubleAnswer {
    if (step === 'POST /addresses') return this.#create(body);
    const address = this.byId(decodeURIComponent(path.slice('/addresses/'.length)));
    if (!address) return problem(404);
    if (step === 'GET /addresses/{id}') return show(address, headers['if-none-match']);
    const refused = refusal(address, headers['if-match']);
    if (!refused) this.forget(address.id);
    return refused ?? noContent;
  }

  #freshId(): string {
    return `a-${this.#places.size + 1}.${Math.random().toString(36).slice(2, 8)}`;
  }

  #create(body: string): DoubleAnswer {
    const members = membersOf(body);
    const known = this.at(String(members.line1));
    const { id, etag, representation } = known ?? this.keep(members);
    return json(known ? 200 : 201, representation, { etag, location: `/addresses/${id}` });
  }
}

/** The members of a JSON object; none when the text is anything else. */
export function membersOf(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
