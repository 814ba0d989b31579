import { type Draft, type Verification, VerificationDouble } from '../../src/doubles/verification.ts';
import { GraderFault } from '../../src/reason.ts';
import type { OpenWorld, World } from '../../src/types.ts';
import { type Make, makeDrafts } from './drafts.ts';

/** What the checks of Lab 01 get beside `api`, `service` and `random`. */
export interface AddressContext {
  make: Make;
  verification: Verification;
}

/** The outside world of the Address service: the verification API. A remote service has one of its own. */
export const openWorld: OpenWorld = ({ remote }) => (remote ? remoteWorld() : doubledWorld());

async function doubledWorld(): Promise<World> {
  const verification = await VerificationDouble.open();
  const taken = new Set<string>();
  const use = (draft: Draft) => void verification.announce(draft);
  return {
    settings: { ADDRESS_VERIFICATION_URL: verification.url },
    ports: [verification.port],
    contextFor: ({ random }) => ({ make: makeDrafts(random, taken, use), verification }),
    [Symbol.asyncDispose]: () => verification[Symbol.asyncDispose](),
  };
}

async function remoteWorld(): Promise<World> {
  const taken = new Set<string>();
  const verification = { teach: absent, fault: absent, heal: absent, calls: absent, strays: absent };
  return {
    settings: {},
    ports: [],
    contextFor: ({ random }) => ({ make: makeDrafts(random, taken, () => undefined), verification }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function absent(): never {
  throw new GraderFault("Against a remote service there is no double; this check must say demands: ['doubles'].");
}
