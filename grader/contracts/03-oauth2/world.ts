import { randomBytes } from 'node:crypto';
import { PersonDouble, type Persons } from '../../src/doubles/person.ts';
import { type Provider, ProviderDouble } from '../../src/doubles/provider.ts';
import { GraderFault } from '../../src/reason.ts';
import type { OpenWorld, Random, World } from '../../src/types.ts';
import { makeSigner, type Signer } from './signer.ts';

/** What the checks of Lab 03 get beside `api`, `service` and `random`. */
export interface OAuthContext {
  make: Make;
  provider: Provider;
  persons: Persons;
  /** Signs with the service's own key, and with others. */
  signer: Signer;
  /** The service's settings. */
  settings: Record<string, string>;
}

export interface Make {
  /** Used by no other check. */
  email(): string;
}

export const audience = 'https://api.seeka.test';
export const client = { id: 'gateway', secret: 'gateway-secret_1' };

/** The client of CLIENTS that stands there beside `client`. */
export function otherClient({ settings }: Pick<OAuthContext, 'settings'>): typeof client {
  const [id = '', secret = ''] = settings.CLIENTS?.split(',')[0]?.split(':') ?? [];
  return { id, secret };
}

/** `{sub}` and another name, a dot, and a scope that no log-on grants. */
export const table = [
  { path: '/persons/{sub}', methods: ['GET', 'PATCH'], scope: 'profile' },
  { path: '/persons/{sub}/address', methods: ['GET'], scope: 'profile' },
  { path: '/operations/{id}', methods: ['GET'], scope: 'profile' },
  { path: '/v1.0/{a}/films/{b}', methods: ['GET'], scope: 'films' },
  { path: '/', methods: ['GET'], scope: 'profile' },
  // A log-on grants the beginning of its scope.
  { path: '/written/{a}', methods: ['PUT'], scope: 'profile:write' },
  // Both fit, and a log-on grants the scope of the second.
  { path: '/rows/{a}', methods: ['GET'], scope: 'films' },
  { path: '/rows/{b}', methods: ['GET'], scope: 'profile' },
];

/** The outside world of the OAuth2 service: the provider, and Person. A remote service has its own. */
export const openWorld: OpenWorld = async ({ remote }) => {
  const signer = await makeSigner({ issuer: 'http://seeka.test:8000', audience });
  return remote ? remoteWorld(signer) : doubledWorld(signer);
};

async function doubledWorld(signer: Signer): Promise<World> {
  await using resources = new AsyncDisposableStack();
  const provider = resources.use(await ProviderDouble.open());
  const persons = resources.use(await PersonDouble.open());
  const settings = {
    ...provider.settings,
    PERSON_URL: persons.url,
    TOKEN_AUDIENCE: audience,
    PUBLIC_URL: signer.issuer,
    CLIENTS: `other:${randomBytes(8).toString('hex')},${client.id}:${client.secret}`,
    SCOPE_TABLE: JSON.stringify(table),
    TOKEN_TTL_SECONDS: '5400',
    SIGNING_KEY: signer.pem,
  };
  const opened = resources.move();
  return {
    settings,
    ports: [provider.port, persons.port],
    contextFor: ({ random }) => ({ make: makeWith(random), provider, persons, signer, settings }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function remoteWorld(signer: Signer): Promise<World> {
  const provider = { settings: {}, code: absent, exchanges: absent, profiles: absent };
  const [keep, known, forget] = [absent, absent, absent];
  const persons = { keep, known, forget, fault: absent, heal: absent, rival: absent, calls: absent };
  return {
    settings: {},
    ports: [],
    contextFor: ({ random }) => ({ make: makeWith(random), provider, persons, signer, settings: {} }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function makeWith(random: Random): Make {
  return { email: () => `${random.text(12).toLowerCase()}@example.org` };
}

function absent(): never {
  throw new GraderFault("Against a remote service there is no double; this check must say demands: ['doubles'].");
}
