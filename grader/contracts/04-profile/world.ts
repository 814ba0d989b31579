import limit, { type LimitFunction } from 'p-limit';
import { callsAbout } from '../../src/doubles/mentions.ts';
import { KeySetDouble } from '../../src/doubles/neighbours/key-set.ts';
import { Neighbours } from '../../src/doubles/neighbours/neighbours.ts';
import type { Household } from '../../src/doubles/neighbours/scene.ts';
import { GraderFault } from '../../src/reason.ts';
import type { OpenWorld, World } from '../../src/types.ts';
import { type Make, makeFrom } from './make.ts';
import { makeSigner, type Signer } from './signer.ts';

/**
 * The instances under check. Circuits couple checks that let a neighbour fail, so each kind of failure has an instance
 * with neighbours of its own, and they run side by side. Those that have to wait the longest come first.
 */
export const groups = ['main', 'repeats', 'writes', 'lifecycle', 'circuits'] as const;
export type Group = (typeof groups)[number];

/** Everything around one instance. */
export interface Surroundings {
  neighbours: Neighbours;
  /** Leads the instance to these neighbours. */
  settings: Record<string, string>;
  /** Checks that let neighbours fail take turns. */
  turn: LimitFunction;
}

/** What the checks of Lab 04 get beside `api`, `service` and `random`. */
export interface ProfileContext {
  make: Make;
  /** For what a report of this check is not to show. */
  aside: Make;
  signer: Signer;
  keySets: KeySetDouble;
  /** Of the main instance: no check lets them fail. */
  neighbours: Neighbours;
  around(group: Group): Surroundings;
}

/** The outside world of the Profile service: Address, Person, and the keys of the log-on service. */
export const openWorld: OpenWorld = async ({ remote }) => {
  if (remote) return remoteWorld();
  await using resources = new AsyncDisposableStack();
  const signer = await makeSigner('http://seeka.test:8000', 'https://api.seeka.test');
  const keySets = resources.use(await KeySetDouble.open(signer.keys));
  const surroundings = new Map<Group, Surroundings>();
  for (const group of groups) {
    const neighbours = resources.use(await Neighbours.open());
    const tokens = { TOKEN_ISSUER: signer.issuer, TOKEN_AUDIENCE: signer.audience };
    const settings = { ...neighbours.settings, ...tokens, JWKS_URL: keySets.url(group) };
    surroundings.set(group, { neighbours, settings, turn: limit(1) });
  }
  const opened = resources.move();
  const around = (group: Group) => surroundings.get(group) as Surroundings;
  // Before the start, since a service may fetch them then.
  keySets.fault('writes', { kind: 'status', status: 500 });
  const { neighbours, settings } = around('main');
  return {
    settings,
    instances: instancesOf(around),
    ports: [keySets.port, ...groups.flatMap((group) => around(group).neighbours.ports)],
    contextFor: ({ random }) => {
      const made: Household[] = [];
      const calls = { [callsAbout]: () => groups.flatMap((group) => around(group).neighbours.callsAbout(made)) };
      return { make: makeFrom(random, made), aside: makeFrom(random), signer, keySets, neighbours, around, calls };
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

/** Each instance has its own neighbours, and one of them no database at first. */
function instancesOf(around: ProfileContext['around']): World['instances'] {
  const others = groups.filter((group) => group !== 'main');
  return Object.fromEntries(
    others.map((group) => [group, { settings: around(group).settings, databaseAway: group === 'lifecycle' }]),
  );
}

/** A remote service has neighbours and keys of its own: nothing that needs a token can be tried. */
async function remoteWorld(): Promise<World> {
  const absent = () => {
    throw new GraderFault("Against a remote service there is no double; this check must say demands: ['doubles'].");
  };
  const nothing = new Proxy({}, { get: absent });
  return {
    settings: {},
    ports: [],
    contextFor: ({ random }) => ({
      ...{
        make: makeFrom(random),
        aside: makeFrom(random),
        signer: nothing,
        keySets: nothing,
        neighbours: nothing,
        around: absent,
      },
    }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
