import { type Address, etagOf, hrefOf, parseDraft, represent } from './address.ts';
import { type Answer, type Asked, type Handler, json, Refusal, readJson } from './exchange.ts';
import { isCurrent, isKnown } from './match.ts';
import { pageLinks, parsePage, pick } from './page.ts';
import type { Store } from './store.ts';
import type { Verify } from './verification.ts';

export interface Parts {
  store: Store;
  verify: Verify;
}

type Name = 'list' | 'create' | 'read' | 'replace' | 'remove' | 'health';

export function handlers({ store, verify }: Parts): Record<Name, Handler> {
  return {
    async create({ request, origin }) {
      const draft = parseDraft(await readJson(request));
      const { address, created } = await store.add(await verify(draft, request.headers.traceparent));
      return show(address, origin, created ? 201 : 200, { location: hrefOf(address, origin) });
    },

    async list({ query, origin }) {
      const wanted = parsePage(query);
      const page = await store.page(wanted);
      const data = page.addresses.map((address) => pick(represent(address, origin), wanted.fields));
      return json(200, { data, links: pageLinks(`${origin}/addresses`, query, page) });
    },

    async read(asked) {
      const address = await find(store, asked);
      const etag = etagOf(address);
      if (isKnown(etag, asked.request.headers['if-none-match'])) return { status: 304, headers: { etag } };
      return show(address, asked.origin);
    },

    async replace(asked) {
      const { request, origin } = asked;
      const body = await readJson(request);
      const current = await find(store, asked);
      const draft = parseDraft(body, represent(current, origin));
      const ifMatch = precondition(asked);
      if (!isCurrent(etagOf(current), ifMatch)) throw stale();
      const verified = await verify(draft, request.headers.traceparent);
      return show(await store.replace(current.id, verified, allows(ifMatch)), origin);
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

function show(address: Address, origin: string, status = 200, headers: Record<string, string> = {}): Answer {
  return json(status, represent(address, origin), { etag: etagOf(address), ...headers });
}

async function find(store: Store, { id, query }: Asked): Promise<Address> {
  if (query.size > 0) throw new Refusal(400, 'An address takes no query.');
  const address = await store.read(id);
  if (!address) throw new Refusal(404, 'There is no such address.');
  return address;
}

function precondition({ request }: Asked): string {
  const ifMatch = request.headers['if-match'];
  if (ifMatch === undefined) throw new Refusal(428, 'Send If-Match.');
  return ifMatch;
}

/** Refuses when the address, locked by now, is not what the client knows. */
function allows(ifMatch: string): (locked: Address | undefined) => void {
  return (locked) => {
    if (!locked) throw new Refusal(404, 'The address is gone.');
    if (!isCurrent(etagOf(locked), ifMatch)) throw stale();
  };
}

function stale(): Refusal {
  return new Refusal(412, 'The address is not what you know.');
}
