import { AddressDouble, type Addresses } from '../../src/doubles/address.ts';
import { type Door, openDoor } from '../../src/doubles/door.ts';
import { GraderFault } from '../../src/reason.ts';
import type { OpenWorld, World } from '../../src/types.ts';
import { type Make, makeDrafts } from './drafts.ts';

/** What the checks of Lab 02 get beside `api`, `service` and `random`. */
export interface PersonContext {
  make: Make;
  addresses: Addresses;
  /** Another way to Address. */
  door: Pick<Door, 'url' | 'cut' | 'heal'>;
}

/** The outside world of the Person service: Address. A remote service has one of its own. */
export const openWorld: OpenWorld = ({ remote }) => (remote ? remoteWorld() : doubledWorld());

async function doubledWorld(): Promise<World> {
  const addresses = await AddressDouble.open();
  // Whoever asks for anything but an address, such as how Address is, finds it down.
  addresses.fault('', { kind: 'cut' });
  const door = await openDoor(addresses.port);
  return {
    settings: { ADDRESS_URL: addresses.url },
    ports: [addresses.port, door.port],
    contextFor: ({ random }) => ({ make: makeDrafts(random), addresses, door }),
    [Symbol.asyncDispose]: async () => {
      await door[Symbol.asyncDispose]();
      await addresses[Symbol.asyncDispose]();
    },
  };
}

async function remoteWorld(): Promise<World> {
  const addresses = { url: 'http://remote', keep: absent, forget: absent, fault: absent, heal: absent, calls: absent };
  const door = { url: '', cut: absent, heal: absent };
  return {
    settings: {},
    ports: [],
    contextFor: ({ random }) => ({ make: makeDrafts(random), addresses, door }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function absent(): never {
  throw new GraderFault("Against a remote service there is no double; this check must say demands: ['doubles'].");
}
