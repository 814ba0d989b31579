import { Circuit } from './circuit.ts';
import type { Reply } from './http.ts';
import { type Failure, Line, type Manner, type Told } from './line.ts';
import type { Settings } from './settings.ts';

export type Thing = Record<string, unknown>;

/** Address and Person, as this service asks them. Every method rejects with NoReply. */
export class Neighbours {
  readonly #circuits = { address: new Circuit(), person: new Circuit() };
  readonly #address: Line;
  readonly #person: Line;
  /** Person asks Address for it, whose fault it mostly is when that fails. */
  readonly #home: Line;

  constructor({ addressUrl, personUrl }: Pick<Settings, 'addressUrl' | 'personUrl'>) {
    this.#address = new Line(addressUrl, this.#circuits.address);
    this.#person = new Line(personUrl, this.#circuits.person);
    this.#home = new Line(personUrl, this.#circuits.address);
  }

  get areDown(): boolean {
    return Object.values(this.#circuits).some(({ isOpen }) => isOpen);
  }

  get personIsDown(): boolean {
    return this.#circuits.person.isOpen;
  }

  person(id: string, manner: Manner): Promise<Told> {
    return this.#person.ask('GET', pathOf('persons', id), { ...manner, judge: unlessThing(200) });
  }

  home(personId: string, manner: Manner): Promise<Told> {
    return this.#home.ask('GET', homeOf(personId), { ...manner, judge: unlessThing(200) });
  }

  address(id: string, manner: Manner): Promise<Told> {
    return this.#address.ask('GET', pathOf('addresses', id), manner);
  }

  createAddress(body: string, manner: Manner): Promise<Told> {
    return this.#address.ask('POST', '/addresses', { ...manner, judge: unlessCreated }, { body });
  }

  createPerson(body: string, key: string, manner: Manner): Promise<Told> {
    const judge = (reply: Reply) => (isInFlight(reply) ? 'busy' : unlessCreated(reply));
    return this.#person.ask('POST', '/persons', { ...manner, judge }, { body, headers: { 'idempotency-key': key } });
  }

  link(personId: string, addressId: string, manner: Manner): Promise<Told> {
    const body = JSON.stringify({ href: pathOf('addresses', addressId) });
    return this.#person.ask('PUT', homeOf(personId), manner, { body });
  }

  /** Whether anybody but this person is linked to the address; undefined when the answer does not say. */
  async isSomebodysHome(addressId: string, personId: string | undefined, manner: Manner): Promise<boolean | undefined> {
    const path = `/persons?address=${encodeURIComponent(addressId.toWellFormed())}`;
    const { status, value } = await this.#person.ask('GET', path, manner);
    const { data } = Object(value) as { data?: unknown };
    if (status !== 200 || !Array.isArray(data)) return undefined;
    return data.some((resident) => (Object(resident) as Thing).id !== personId);
  }

  deletePerson(id: string, etag: string, manner: Manner): Promise<Told> {
    return this.#person.ask('DELETE', pathOf('persons', id), manner, { headers: { 'if-match': etag } });
  }

  deleteAddress(id: string, etag: string, manner: Manner): Promise<Told> {
    return this.#address.ask('DELETE', pathOf('addresses', id), manner, { headers: { 'if-match': etag } });
  }
}

/** Where a neighbour's resource is, behind the gateway as well. */
export function pathOf(collection: 'addresses' | 'persons' | 'profiles', id: string): string {
  return `/${collection}/${encodeURIComponent(id.toWellFormed())}`;
}

export function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function homeOf(personId: string): string {
  return `${pathOf('persons', personId)}/address`;
}

function isInFlight({ status, headers }: Reply): boolean {
  return status === 409 && headers['retry-after'] !== undefined;
}

function unlessThing(status: number) {
  return (reply: Reply): Failure | undefined => (reply.status === status && !isThing(reply.value) ? 'odd' : undefined);
}

/** What was made must have an id, or nobody can undo it. */
function unlessCreated({ status, value }: Reply): Failure | undefined {
  const isCreated = status === 200 || status === 201;
  return isCreated && typeof (Object(value) as Thing).id !== 'string' ? 'odd' : undefined;
}
