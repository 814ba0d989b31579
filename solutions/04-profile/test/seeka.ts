import { randomUUID } from 'node:crypto';
import { type Neighbour, play, type Received, type Reply } from './neighbour.ts';

interface Item {
  id: string;
  version: number;
  members: Record<string, unknown>;
}

interface Human extends Item {
  addressId?: string;
}

/** Address and Person as their contracts have them, as far as a profile needs it. */
export interface Seeka extends AsyncDisposable {
  address: Neighbour;
  person: Neighbour;
  addresses: Map<string, Item>;
  persons: Map<string, Human>;
}

export async function playSeeka(): Promise<Seeka> {
  await using closing = new AsyncDisposableStack();
  const addresses: Seeka['addresses'] = new Map();
  const persons: Seeka['persons'] = new Map();
  const address = closing.use(await play((received) => addressAnswer(addresses, received)));
  const person = closing.use(await play(personAnswer({ addresses, persons })));
  const open = closing.move();
  return { address, person, addresses, persons, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

function addressAnswer(addresses: Seeka['addresses'], { method, path, headers, body }: Received): Reply {
  const id = path.split('/')[2];
  if (method === 'POST') {
    const members = JSON.parse(body);
    if (!members.line1) return { status: 422, body: { errors: [{ pointer: '/line1', detail: 'must be a text' }] } };
    const known = [...addresses.values()].find((item) => item.members.line1 === members.line1);
    const item = known ?? add(addresses, members);
    return { status: known ? 200 : 201, headers: tag(item), body: showAddress(item) };
  }
  return one(addresses, id, { method, headers }, showAddress);
}

function personAnswer({ addresses, persons }: Pick<Seeka, 'addresses' | 'persons'>): (received: Received) => Reply {
  const attempts = new Map<string, { body: string; reply: Reply }>();
  return ({ method, path, headers, body }) => {
    const [, , id = '', part] = path.split('/');
    const human = persons.get(id);
    const key = headers['idempotency-key']?.toString() ?? randomUUID();
    if (method === 'POST') {
      const attempt = attempts.get(key);
      if (attempt) return attempt.body === body ? attempt.reply : { status: 422, body: { errors: [] } };
      const reply = create(persons, JSON.parse(body));
      if (reply.status === 201) attempts.set(key, { body, reply });
      return reply;
    }
    if (path.startsWith('/persons?')) {
      const wanted = new URL(path, 'http://x').searchParams.get('address');
      return { status: 200, body: { data: [...persons.values()].filter(({ addressId }) => addressId === wanted) } };
    }
    if (part !== 'address' || !human) return one(persons, id, { method, headers }, showPerson);
    if (method === 'GET') return one(addresses, human.addressId, { method, headers }, showAddress);
    human.addressId = JSON.parse(body).href.split('/').at(-1);
    human.version += 1;
    return { status: 204 };
  };
}

function create(persons: Seeka['persons'], members: Record<string, unknown>): Reply {
  if (!members.email) return { status: 422, body: { errors: [{ pointer: '/email', detail: 'must be a text' }] } };
  const isTaken = [...persons.values()].some((item) => item.members.email === members.email);
  if (isTaken) return { status: 409, body: {} };
  const human = add(persons, members);
  return { status: 201, headers: tag(human), body: showPerson(human) };
}

function one<T extends Item>(
  items: Map<string, T>,
  id: string | undefined,
  { method, headers }: Pick<Received, 'method' | 'headers'>,
  show: (item: T) => object,
): Reply {
  const item = items.get(id ?? '');
  if (!item) return { status: 404, body: {} };
  if (method !== 'DELETE') return { status: 200, headers: tag(item), body: show(item) };
  if (headers['if-match'] !== tag(item).etag) return { status: headers['if-match'] ? 412 : 428, body: {} };
  items.delete(item.id);
  return { status: 204 };
}

function add<T extends Item>(items: Map<string, T>, members: Record<string, unknown>): T {
  const item = { id: randomUUID(), version: 1, members } as T;
  items.set(item.id, item);
  return item;
}

function tag({ version }: Item): { etag: string } {
  return { etag: `"${version}"` };
}

function showAddress({ id, members }: Item): object {
  return { id, ...members, links: [{ rel: 'self', href: `/addresses/${id}` }] };
}

function showPerson({ id, members, addressId }: Human): object {
  const self = { rel: 'self', href: `/persons/${id}` };
  return { id, ...members, links: addressId ? [self, { rel: 'address', href: `/persons/${id}/address` }] : [self] };
}
