import type { DoubleAnswer } from '../faults.ts';
import { type AddressService, membersOf } from './address-service.ts';
import { json, noContent, problem, refusal, show, type Versioned } from './answers.ts';
import type { NeighbourCall } from './scene.ts';

/** A person that the double keeps. */
export interface KeptPerson extends Versioned {
  id: string;
  email: string;
  /** Of the address that the person is linked to. */
  addressId?: string | undefined;
}

interface Recorded {
  bytes: string;
  answer: DoubleAnswer;
}

/** Keeps persons as the contract of Lab 02 has it. */
export class PersonService {
  readonly #addresses: AddressService;
  readonly #persons = new Map<string, KeptPerson>();
  /** Of everybody there ever was. */
  readonly #emails = new Map<string, string>();
  readonly #attempts = new Map<string, Recorded>();
  #changes = 0;

  constructor(addresses: AddressService) {
    this.#addresses = addresses;
  }

  withEmail(email: string): KeptPerson | undefined {
    return [...this.#persons.values()].find((person) => person.email.toLowerCase() === email.toLowerCase());
  }

  /** The e-mail address of somebody, also after they are gone. */
  emailOf(id: string): string | undefined {
    return this.#emails.get(id);
  }

  keep(members: Record<string, unknown>, addressId?: string, id = this.#freshId()): KeptPerson {
    const email = String(members.email);
    this.#emails.set(id, email);
    return this.#set({ id, email, addressId, etag: '', representation: { id, ...members } });
  }

  /** Somebody writes to them: another representation, another ETag. */
  touch(id: string): void {
    const person = this.#persons.get(id);
    if (person) this.#set({ ...person, representation: { ...person.representation, phone: `+1212${this.#changes}` } });
  }

  forget(id: string): void {
    this.#persons.delete(id);
  }

  answer(call: NeighbourCall): DoubleAnswer {
    const { step, path, query, headers } = call;
    if (step === 'POST /persons') return this.#create(call);
    if (step === 'GET /persons') return this.#list(query);
    const person = this.#persons.get(decodeURIComponent(path.split('/')[2] ?? ''));
    if (!person) return problem(404);
    if (step === 'GET /persons/{id}') return show(person, headers['if-none-match']);
    if (step === 'GET /persons/{id}/address') return this.#home(person, headers['if-none-match']);
    if (step === 'PUT /persons/{id}/address') return this.#link(person, call.body);
    const refused = refusal(person, headers['if-match']);
    if (!refused) this.forget(person.id);
    return refused ?? noContent;
  }

  #freshId(): string {
    return `p-${this.#emails.size + 1}.${Math.random().toString(36).slice(2, 8)}`;
  }

  #create({ headers, body }: NeighbourCall): DoubleAnswer {
    const key = headers['idempotency-key'];
    const recorded = key === undefined ? undefined : this.#attempts.get(key);
    if (recorded) return recorded.bytes === body ? recorded.answer : problem(422, { pointers: [''] });
    const members = membersOf(body);
    if (this.withEmail(String(members.email))) return problem(409);
    const { id, etag, representation } = this.keep(members);
    const answer = json(201, representation, { etag, location: `/persons/${id}` });
    if (key !== undefined) this.#attempts.set(key, { bytes: body, answer });
    return answer;
  }

  #list({ address, email }: Record<string, string>): DoubleAnswer {
    const fits = (person: KeptPerson) =>
      (address === undefined || person.addressId === address) && (email === undefined || person.email === email);
    const data = [...this.#persons.values()].filter(fits).map(({ representation }) => representation);
    return json(200, { data, links: [{ rel: 'self', href: '/persons' }] });
  }

  #home({ addressId }: KeptPerson, ifNoneMatch?: string): DoubleAnswer {
    const address = addressId === undefined ? undefined : this.#addresses.byId(addressId);
    return address ? show(address, ifNoneMatch) : problem(404);
  }

  #link(person: KeptPerson, body: string): DoubleAnswer {
    const [, id] = /^\/addresses\/([^/?#]+)$/.exec(String(membersOf(body).href)) ?? [];
    const address = id === undefined ? undefined : this.#addresses.byId(decodeURIComponent(id));
    if (!address) return problem(422, { pointers: ['/href'] });
    if (person.addressId !== address.id) this.#set({ ...person, addressId: address.id });
    return noContent;
  }

  /** Every change gives another ETag. */
  #set(person: KeptPerson): KeptPerson {
    this.#changes += 1;
    const { id, addressId, representation } = person;
    const home = addressId === undefined ? [] : [{ rel: 'address', href: `/persons/${id}/address` }];
    const links = [{ rel: 'self', href: `/persons/${id}` }, ...home];
    const since = { year: 2027, by: ['é', null] };
    const changed = {
      ...person,
      etag: `"${id},${this.#changes}"`,
      representation: { ...representation, since, links },
    };
    this.#persons.set(id, changed);
    return changed;
  }
}
