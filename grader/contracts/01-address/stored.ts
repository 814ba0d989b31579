import type { BaseContext } from '../../src/check.ts';
import type { Draft } from '../../src/doubles/verification.ts';
import type { AddressContext } from './world.ts';

export type Context = BaseContext & AddressContext;

export interface Stored {
  url: string;
  draft: Draft;
  body: Record<string, unknown>;
  etag: string;
}

/** A new address with its ETag. */
export async function stored({ api, make }: Context, draft = make.address()): Promise<Stored> {
  const { url, body, etag = '' } = await api.created('/addresses', draft);
  return { url, draft, body, etag };
}
