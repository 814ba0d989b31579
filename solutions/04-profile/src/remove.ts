import { changed, targetOf } from '@seeka/kit/etag';
import { Problem } from '@seeka/kit/problem';
import { type Background, within } from './background.ts';
import type { Neighbours } from './neighbours.ts';
import { type Ask, Unanswered } from './patience.ts';
import { type Profile, represent, versionOf } from './profile.ts';
import { away } from './refusal.ts';
import { removePerson } from './removal.ts';
import type { Removals } from './removals.ts';

interface Parts {
  removals: Removals;
  neighbours: Neighbours;
  background: Background;
}

/**
 * Removes a profile that was just read: first the person, then the address.
 * Problems: 412, 428; 404 when somebody was faster; 503 when a part of it, or Person, cannot be asked.
 */
export async function remove(parts: Parts, profile: Profile, ifMatch: string | undefined, ask: Ask): Promise<void> {
  // @lab:begin 4.3
  // Nobody deletes what they cannot see.
  const { personId, person, address } = profile;
  if (address === 'unavailable') throw away('the address is unavailable');
  targetOf(versionOf(personId, represent(profile)), ifMatch);
  const addressId = typeof address?.representation.id === 'string' ? address.representation.id : null;
  const traceparent = ask.traceparent ?? null;
  const removal = await parts.removals.begin({ personId, personEtag: person.etag, addressId, traceparent });
  const status = await removePerson(parts, removal, ask, 'first').catch((error: unknown) => {
    // Person may have done it. From now on it is a promise.
    parts.background.followRemoval(removal, ask);
    throw error instanceof Unanswered ? away(error) : error;
  });
  if (status === 412) throw changed();
  if (status === 404) throw new Problem(404, 'Somebody was faster: this profile is gone.');
  if (status !== 204) throw away(`status ${status}`);
  // The address can be gone at once; when it cannot, the client need not wait for it.
  await within(parts.background.followRemoval({ ...removal, personGone: true }, ask), (ask.until ?? 0) - 2_000);
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.3) Remove what If-Match names: first the person, then the address. Store it before the first call.');
  // @lab:end
}
