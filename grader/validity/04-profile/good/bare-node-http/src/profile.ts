import { createHash } from 'node:crypto';
import { type Answer, away, json } from './exchange.ts';
import { NoReply, type Told } from './line.ts';
import { type Neighbours, pathOf, type Thing } from './neighbours.ts';
import type { Cause } from './trace.ts';

/** A person and where they live, as the neighbours show them now. */
export interface Profile {
  person: Thing;
  /** Of the person alone. */
  personEtag: string | undefined;
  address: Thing | null;
  isWhole: boolean;
}

/** Both neighbours are asked at once. Undefined when there is no such person. Rejects with NoReply, or a refusal: 503. */
export async function readProfile(
  neighbours: Neighbours,
  id: string,
  manner: { cause: Cause; deadline: number },
): Promise<Profile | undefined> {
  // No URL leads to these: they mean a place in the path.
  if (id === '.' || id === '..') return undefined;
  // Then there is nothing to show, wherever they live.
  if (neighbours.personIsDown) throw away('Persons are away.');
  const asking = [neighbours.person(id, manner), neighbours.home(id, manner).catch(noReply)] as const;
  const { status, value, headers } = await asking[0];
  if (status === 404) return undefined;
  if (status !== 200) throw away('Persons are away.');
  const home = await asking[1];
  return { person: value as Thing, personEtag: headers.etag, ...addressIn(home) };
}

function addressIn(home: Told | undefined): Pick<Profile, 'address' | 'isWhole'> {
  if (home?.status === 200) return { address: home.value as Thing, isWhole: true };
  return { address: null, isWhole: home?.status === 404 };
}

function noReply(error: unknown): undefined {
  if (!(error instanceof NoReply)) throw error;
}

/** A hash of what is shown, the links apart: they never change. */
export function etagOf({ person, address, isWhole }: Profile): string {
  const digest = createHash('sha512')
    .update(JSON.stringify([person, address, isWhole]))
    .digest('base64url');
  return `"${digest.slice(0, 32)}"`;
}

export function show(profile: Profile, id: string, origin: string, status = 200): Answer {
  const { person, address, isWhole } = profile;
  const self = origin + pathOf('profiles', id);
  const links = [
    { rel: 'self', href: self },
    { rel: 'person', href: pathOf('persons', id) },
  ];
  const lacks = isWhole ? {} : { unavailable: ['address'] };
  const place: Record<string, string> = status === 201 ? { location: self } : {};
  return json(status, { links, person, address, ...lacks }, { etag: etagOf(profile), ...place });
}
