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
  throw new Problem(
    501,
    'TODO(4.3) Remove what If-Match names: first the person, then the address. Store it before the first call.',
  );
}
