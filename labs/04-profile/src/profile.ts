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
  throw new Problem(501, 'TODO(4.1) Ask for the person and for the address, both before either is answered.');
}

/** The profile as it is shown. */
export function represent({ personId, person, address }: Profile): object {
  throw new Problem(501, 'TODO(4.1) Show person and address, say what is unavailable, and link to the profile itself.');
}

/** A representation's version: it changes exactly when what is shown does. For the kit's ETags. */
export function versionOf(id: string, representation: object): { id: string; version: string } {
  throw new Problem(501, 'TODO(4.1) A hash of what is shown.');
}

/** What a client is told when a neighbour gives no answer; whatever else was thrown is thrown again. */
export function refuseUnanswered(error: unknown): never {
  throw error;
}
