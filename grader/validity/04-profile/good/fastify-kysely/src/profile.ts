import type { Answer, Journey, Reply } from './calls.ts';
import { etagOf } from './etag.ts';
import { isObject, type Neighbours } from './neighbours.ts';

/** A profile as it is shown, and what it was made of. */
export interface Profile {
  /** JSON: what the neighbours show is taken over to the byte. */
  body: string;
  etag: string;
  person: Answer;
  address: Answer | 'none' | 'unavailable';
}

export type Found = Profile | 'gone' | 'slow' | 'away';

/** Both halves are asked for at once. */
export async function readProfile(neighbours: Neighbours, id: string, journey: Journey): Promise<Found> {
  // URLs do not tell these segments from steps in the path: nobody has such an id.
  if (['', '.', '..'].includes(id) || !id.isWellFormed()) return 'gone';
  const addressAsked = neighbours.readAddressOf(id, journey);
  const { reply: person } = await neighbours.readPerson(id, journey);
  if (isStatus(person, 404)) return 'gone';
  if (!isShown(person)) return person.kind === 'late' || person.kind === 'unsent' ? 'slow' : 'away';
  const { reply } = await addressAsked;
  const address = isShown(reply) ? reply : isStatus(reply, 404) ? 'none' : 'unavailable';
  return compose(id, person, address);
}

function compose(id: string, person: Answer, address: Profile['address']): Profile {
  const shown = typeof address === 'string' ? 'null' : address.text;
  const rest = {
    ...(address === 'unavailable' ? { unavailable: ['address'] } : {}),
    links: [{ rel: 'self', href: profileHref(id) }],
  };
  const body = `{"person":${person.text},"address":${shown},${JSON.stringify(rest).slice(1)}`;
  return { body, etag: etagOf(body), person, address };
}

/** Leads to the same place from `/profiles`, from a profile, and from an operation. */
export function profileHref(id: string): string {
  return `../profiles/${encodeURIComponent(id)}`;
}

function isStatus(reply: Reply, status: number): boolean {
  return reply.kind === 'answer' && reply.status === status;
}

function isShown(reply: Reply): reply is Answer {
  return reply.kind === 'answer' && reply.status === 200 && isObject(reply.json);
}
