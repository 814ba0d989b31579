import { Tap } from '../../src/deploy/tap.ts';
import { type Draft, type Verification, VerificationDouble } from '../../src/doubles/verification.ts';
import { GraderFault } from '../../src/reason.ts';
import type { OpenWorld, World } from '../../src/types.ts';
import { type Make, makeDrafts } from './drafts.ts';

/** What the checks of Lab 01 get beside `api`, `service` and `random`. */
export interface AddressContext {
  make: Make;
  verification: Verification;
  door: Door;
}

/** Another way to the verification API, which a check can shut: no connection is taken then. */
export interface Door {
  readonly url: string;
  cut(): void;
  heal(): void;
}

/** The outside world of the Address service: the verification API. A remote service has one of its own. */
export const openWorld: OpenWorld = ({ remote }) => (remote ? remoteWorld() : doubledWorld());

async function doubledWorld(): Promise<World> {
  const verification = await VerificationDouble.open();
  const tap = new Tap({ host: '127.0.0.1', port: verification.port });
  const doorPort = await tap.listen();
  const door = { url: `http://127.0.0.1:${doorPort}`, cut: () => tap.cut(), heal: () => tap.heal() };
  const taken = new Set<string>();
  const use = (draft: Draft) => void verification.announce(draft);
  return {
    settings: { ADDRESS_VERIFICATION_URL: verification.url },
    ports: [verification.port, doorPort],
    contextFor: ({ random }) => ({ make: makeDrafts(random, taken, use), verification, door }),
    [Symbol.asyncDispose]: async () => {
      await tap[Symbol.asyncDispose]();
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
