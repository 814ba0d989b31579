import { type BaseContext, expect } from '../../src/check.ts';
import type { KeptAddress } from '../../src/doubles/address.ts';
import type { Draft } from './drafts.ts';
import type { PersonContext } from './world.ts';

export type Context = BaseContext & PersonContext;

export interface Stored {
  url: string;
  draft: Draft;
  body: Record<string, unknown>;
  etag: string;
}

/** A new person with its ETag. */
export async function stored({ api, make }: Context, draft = make.person()): Promise<Stored> {
  const { url, body, etag = '' } = await api.created('/persons', draft);
  return { url, draft, body, etag };
}

/** A new person, linked to a new address. */
export async function linked(context: Context): Promise<Stored & { address: KeptAddress; place: string }> {
  const { api, make, addresses } = context;
  const address = addresses.keep(make.addressId());
  const person = await stored(context);
  const place = `${person.url}/address`;
  expect(await api.put(place, { href: address.href })).toHaveStatus(204);
  return { ...person, address, place };
}
