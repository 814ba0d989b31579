import { createHash } from 'node:crypto';
import { type Answer, type Asked, type Handler, json, Refusal, readJson } from './exchange.ts';
import { isCurrent, isKnown } from './match.ts';
import type { Neighbour } from './neighbour.ts';
import { pageLinks, parsePage, pick } from './page.ts';
import { type Draft, etagOf, fault, hrefOf, merged, type Person, parseDraft, parseLink, represent } from './person.ts';
import type { Store } from './store.ts';

export interface Parts {
  store: Store;
  neighbour: Neighbour;
}

type Name = 'list' | 'create' | 'read' | 'replace' | 'patch' | 'remove' | 'address' | 'link' | 'unlink' | 'health';

export function handlers(parts: Parts): Record<Name, Handler> {
  const { store } = parts;
  return {
    create: (asked) => create(store, asked),
    read: (asked) => read(store, asked),
    ...linkHandlers(parts),

    async list({ query, origin }) {
      const wanted = parsePage(query);
      const page = await store.page(wanted);
      const data = page.persons.map((person) => pick(represent(person, origin), wanted.fields));
      return json(200, { data, links: pageLinks(`${origin}/persons`, query, page) });
    },

    async replace(asked) {
      const body = await readJson(asked.request);
      return write(store, asked, (current) => parseDraft(body, represent(current, asked.origin)));
    },

    async patch(asked) {
      const body = await readJson(asked.request, 'application/merge-patch+json');
      return write(store, asked, (current) => merged(current, body));
    },

    async remove(asked) {
      await find(store, asked);
      await store.remove(asked.id, allows(precondition(asked)));
      return { status: 204 };
    },

    async health() {
      await store.ping();
      return json(200, { status: 'ok' });
    },
  };
}

async function create(store: Store, { request, origin }: Asked): Promise<Answer> {
  const body = await readJson(request);
  const draft = parseDraft(body);
  const answerWith = (person: Person) => show(person, origin, 201, { location: hrefOf(person, origin) });
  const key = request.headers['idempotency-key']?.toString();
  if (!key) return answerWith(await store.add(draft));
  if (key.length > 255) throw new Refusal(400, 'The Idempotency-Key is too long.');
  const attempt = { key, digest: createHash('sha256').update(JSON.stringify(body)).digest('hex') };
  return store.once(attempt, draft, answerWith);
}

async function read(store: Store, asked: Asked): Promise<Answer> {
  const person = await find(store, asked);
  const etag = etagOf(person);
  if (isKnown(etag, asked.request.headers['if-none-match'])) return { status: 304, headers: { etag } };
  return show(person, asked.origin);
}

async function write(store: Store, asked: Asked, draftOf: (current: Person) => Draft): Promise<Answer> {
  draftOf(await find(store, asked));
  const allowed = allows(precondition(asked));
  return show(await store.replace(asked.id, draftOf, allowed), asked.origin);
}

function linkHandlers({ store, neighbour }: Parts): Record<'address' | 'link' | 'unlink', Handler> {
  return {
    async address(asked) {
      const { addressId } = await find(store, asked);
      if (addressId === null) throw new Refusal(404, 'No address is linked.');
      const { status, etag, text } = await neighbour.address(addressId, asked.request.headers);
      if (status === 404 || status === 410) throw new Refusal(404, 'The address is gone.');
      const headers: Record<string, string> = etag === undefined ? {} : { etag };
      if (status === 304) return { status, headers };
      return { status, headers: { 'content-type': 'application/json', ...headers }, body: text };
    },

    async link(asked) {
      const href = parseLink(await readJson(asked.request));
      await find(store, asked);
      const id = neighbour.idIn(href);
      const { traceparent } = asked.request.headers;
      const reply = id === undefined ? undefined : await neighbour.address(id, traceparent ? { traceparent } : {});
      if (id === undefined || reply?.status !== 200) {
        throw new Refusal(422, 'That is no address.', { errors: [fault('href', 'leads to no address')] });
      }
      await store.link(asked.id, id);
      return { status: 204 };
    },

    async unlink(asked) {
      const { addressId } = await find(store, asked);
      if (addressId === null) throw new Refusal(404, 'No address is linked.');
      await store.link(asked.id, null);
      return { status: 204 };
    },
  };
}

function show(person: Person, origin: string, status = 200, headers: Record<string, string> = {}): Answer {
  return json(status, represent(person, origin), { etag: etagOf(person), ...headers });
}

async function find(store: Store, { id, query }: Asked): Promise<Person> {
  if (query.size > 0) throw new Refusal(400, 'A person takes no query.');
  const person = await store.read(id);
  if (!person) throw new Refusal(404, 'There is no such person.');
  return person;
}

function precondition({ request }: Asked): string {
  const ifMatch = request.headers['if-match'];
  if (ifMatch === undefined) throw new Refusal(428, 'Send If-Match.');
  return ifMatch;
}

/** Refuses when the person, locked by now, is not what the client knows. */
function allows(ifMatch: string): (locked: Person | undefined) => void {
  return (locked) => {
    if (!locked) throw new Refusal(404, 'The person is gone.');
    if (!isCurrent(etagOf(locked), ifMatch)) throw new Refusal(412, 'The person is not what you know.');
  };
}
