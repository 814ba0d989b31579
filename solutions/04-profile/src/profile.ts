import { createHash } from 'node:crypto';
import { Problem } from '@seeka/kit/problem';
import type { Neighbours, Shown } from './neighbours.ts';
import { type Ask, Unanswered } from './patience.ts';

/** A person and where they live, as the neighbours show them now. */
export interface Profile {
  personId: string;
  person: Shown;
  /** Null: there is none; 'unavailable': nobody could tell. */
  address: Shown | null | 'unavailable';
}

/** Where a profile is. */
export function pathOf(personId: string): string {
  return `/profiles/${encodeURIComponent(personId)}`;
}

/** Asks both neighbours at once; undefined when there is no such person. Throws `Unanswered` when nobody can tell. */
export async function readProfile(neighbours: Neighbours, personId: string, ask: Ask): Promise<Profile | undefined> {
  // @lab:begin 4.1
  // The address first: Person has to ask Address for it, so it takes longer.
  const [address, person] = await Promise.all([
    // Half a profile is better than none.
    neighbours.addressOf(personId, ask).catch(unavailable),
    neighbours.person(personId, ask),
  ]);
  return person && { personId, person, address: address ?? null };
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.1) Ask for the person and for the address, both before either is answered.');
  // @lab:end
}
// @lab:begin 4.1

function unavailable(error: unknown): 'unavailable' {
  if (error instanceof Unanswered) return 'unavailable';
  throw error;
}
// @lab:end

/** The profile as it is shown. */
export function represent({ personId, person, address }: Profile): object {
  // @lab:begin 4.1
  const isShown = address !== null && address !== 'unavailable';
  return {
    person: person.representation,
    address: isShown ? address.representation : null,
    ...(address === 'unavailable' && { unavailable: ['address'] }),
    links: [{ rel: 'self', href: pathOf(personId) }, ...linksToNeighbours(personId)],
  };
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.1) Show person and address, say what is unavailable, and link to the profile itself.');
  // @lab:end
}
// @lab:begin 4.1

/** Paths behind the common gateway. */
function linksToNeighbours(personId: string) {
  const href = `/persons/${encodeURIComponent(personId)}`;
  return [
    { rel: 'person', href },
    { rel: 'address', href: `${href}/address` },
  ];
}
// @lab:end

/** A representation's version: it changes exactly when what is shown does. For the kit's ETags. */
export function versionOf(id: string, representation: object): { id: string; version: string } {
  // @lab:begin 4.1
  return { id, version: createHash('sha256').update(JSON.stringify(representation)).digest('base64url') };
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.1) A hash of what is shown.');
  // @lab:end
}

/** What a client is told when a neighbour gives no answer; whatever else was thrown is thrown again. */
export function refuseUnanswered(error: unknown): never {
  // @lab:begin 4.1
  if (!(error instanceof Unanswered)) throw error;
  const headers = { 'Retry-After': '1' };
  throw new Problem(503, 'A neighbour cannot be asked at the moment.', {
    code: 'neighbour-unavailable',
    headers,
    cause: error,
  });
  // @lab:starter
  //| throw error;
  // @lab:end
}
