import { type Door, openDoor } from '../../src/doubles/door.ts';
import { type Draft, type Verification, VerificationDouble } from '../../src/doubles/verification.ts';
import { GraderFault } from '../../src/reason.ts';
import type { OpenWorld, World } from '../../src/types.ts';
import { type Make, makeDrafts } from './drafts.ts';

/** What the checks of Lab 01 get beside `api`, `service` and `random`. */
export interface AddressContext {
  make: Make;
  verification: Verification;
  /** Another way to the verification API. */
  door: Pick<Door, 'url' | 'cut' | 'heal'>;
}

/** The outside world of the Address service: the verification API. A remote service has one of its own. */
export const openWorld: OpenWorld = ({ remote }) => (remote ? remoteWorld() : doubledWorld());

async function doubledWorld(): Promise<World> {
  const verification = await VerificationDouble.open();
  const door = await openDoor(verification.port);
  const taken = new Set<string>();
  const use = (draft: Draft) => void verification.announce(draft);
  return {
    settings: { ADDRESS_VERIFICATION_URL: verification.url },
    ports: [verification.port, door.port],
    contextFor: ({ random }) => ({ make: makeDrafts(random, taken, use), verification, door }),
    [Symbol.asyncDispose]: async () => {
      await door[Symbol.asyncDispose]();
      await verification[Symbol.asyncDispose]();
    },
  };
}

async function remoteWorld(): Promise<World> {
  const taken = new Set<string>();
  const verification = { teach: absent, fault: absent, heal: absent, calls: absent, strays: absent };
  const door = { url: '', cut: absent, heal: absent };
  return {
    settings: {},
    ports: [],
    contextFor: ({ random }) => ({ make: makeDrafts(random, taken, () => undefined), verification, door }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function absent(): never {
  throw new GraderFault("Against a remote service there is no double; this check must say demands: ['doubles'].");
}
