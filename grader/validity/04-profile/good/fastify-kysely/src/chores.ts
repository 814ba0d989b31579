import type { Journey, Outcome } from './calls.ts';
import { isGone, isObject, type Neighbours } from './neighbours.ts';
import type { Chore, Operations } from './operations.ts';
import { isDecided, personIn } from './saga.ts';

export interface ChoreParts {
  operations: Operations;
  neighbours: Neighbours;
}

/** An ETag may change between reading and deleting; who changes it more often than this is asked again later. */
const ROUNDS = 4;

/** Does the chores of a chain one after the other, until none is left or one cannot be done yet. */
export async function clearUp(parts: ChoreParts, chain: string, journey: Journey): Promise<'done' | 'later'> {
  for (;;) {
    const chore = await parts.operations.firstChore(chain);
    if (!chore) return 'done';
    if (!(await kinds[chore.kind](parts, chore, journey))) return 'later';
  }
}

/** True when the chore is done, and stored as done. */
type Perform = (parts: ChoreParts, chore: Chore, journey: Journey) => Promise<boolean>;

const kinds: Record<Chore['kind'], Perform> = {
  /** Repeats a `POST /persons` under its key until it is known whether somebody was made. */
  async settle({ operations, neighbours }, chore, journey) {
    const operation = await operations.byId(chore.chain);
    if (!operation) return false;
    const { reply } = await neighbours.createPerson(operation.person_body, operation.person_key, journey, 1);
    if (!isDecided(reply)) return false;
    const personId = personIn(reply);
    if (reply.kind !== 'answer' || personId === undefined) {
      await operations.finish(chore, { person_step: 'failed' });
      return true;
    }
    const etag = reply.etag ?? null;
    const made = { person_step: 'done', person_id: personId, person_etag: etag } as const;
    await operations.finish(chore, made, { ...chore, nr: 2, kind: 'person', target: personId, etag });
    return true;
  },

  /** Goes on with a deletion whose client has no answer, or got 503. */
  async erase({ operations, neighbours }, chore, journey) {
    const outcome = await neighbours.deletePerson(chore.target, chore.etag ?? '*', journey, 1);
    if (isGone(outcome.reply)) await erased(operations, chore);
    // Somebody has changed the person since, or she must stay: then nothing is deleted.
    else if (isFinal(outcome)) await operations.finish(chore, {});
    else return false;
    return true;
  },

  async person({ operations, neighbours }, chore, journey) {
    const read = () => neighbours.readPerson(chore.target, journey);
    const remove = (etag: string) => neighbours.deletePerson(chore.target, etag, journey, 1);
    if (!(await removeWhole(chore.etag, read, remove))) return false;
    const operation = await operations.byId(chore.chain);
    const linked = operation?.link_step === 'done' ? ({ link_step: 'undone' } as const) : {};
    await operations.finish(chore, { ...linked, person_step: 'undone', undone: true });
    return true;
  },

  async address({ operations, neighbours }, chore, journey) {
    const read = () => neighbours.readAddress(chore.target, journey);
    let kept = false;
    const remove = async (etag: string): Promise<Outcome | undefined> => {
      // Asked anew each time: somebody may have moved in.
      const residents = residentsIn(await neighbours.residents(chore.target, journey));
      kept = residents !== undefined && residents > 0;
      return residents === 0 ? neighbours.deleteAddress(chore.target, etag, journey) : undefined;
    };
    const gone = await removeWhole(chore.etag, read, remove);
    if (!gone && !kept) return false;
    await operations.finish(chore, { undone: true, ...(gone ? { address_step: 'undone' } : {}) });
    return true;
  },
};

/** Deletes under the ETag that is known, and after a 412 under the one that is read anew. */
async function removeWhole(
  known: string | null,
  read: () => Promise<Outcome>,
  remove: (etag: string) => Promise<Outcome | undefined>,
): Promise<boolean> {
  let etag = known;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (etag === null) {
      const { reply } = await read();
      if (reply.kind !== 'answer') return false;
      if (reply.status === 404 || reply.status === 410) return true;
      if (reply.status !== 200) return false;
      etag = reply.etag ?? '*';
    }
    const outcome = await remove(etag);
    if (!outcome) return false;
    if (isGone(outcome.reply)) return true;
    if (outcome.reply.kind !== 'answer' || outcome.reply.status !== 412) return false;
    etag = null;
  }
  return false;
}

/** How many live at an address, of those that one page shows; undefined when that cannot be told. */
function residentsIn({ reply }: Outcome): number | undefined {
  if (reply.kind !== 'answer' || reply.status !== 200 || !isObject(reply.json)) return undefined;
  return Array.isArray(reply.json.data) ? reply.json.data.length : undefined;
}

/** A 4xx will not change by being asked for again. */
export function isFinal({ reply }: Outcome): boolean {
  return reply.kind === 'answer' && reply.status >= 400 && reply.status < 500;
}

/** The person is gone; now it is the address's turn, if there was one. */
export async function erased(operations: Operations, chore: Chore): Promise<void> {
  const { next_target: target, next_etag: etag } = chore;
  const rest = { next_target: null, next_etag: null };
  const next = target === null ? undefined : { ...chore, ...rest, nr: 3, kind: 'address' as const, target, etag };
  await operations.finish(chore, {}, next);
}
