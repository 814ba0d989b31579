import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { openDatabase } from '@seeka/kit/database';
import { openCluster } from '@seeka/postgres';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type Answer, type Request, send } from '../../01-address/test/client.ts';
import { createApp } from '../src/app.ts';
import { makeParts } from '../src/parts.ts';
import type { Settings } from '../src/settings.ts';
import { type Neighbour, play } from './neighbour.ts';
import { playSeeka, type Seeka } from './seeka.ts';

export const issuer = 'http://issuer.test';
export const audience = 'seeka';

/** The service over real HTTP and a database of its own; its neighbours and the key set are played. */
export interface World extends Seeka {
  /** As the service's environment has them. */
  settings: Record<keyof Settings, string>;
  readonly origin: string;
  keys: Neighbour;
  token(claims?: JWTPayload): Promise<string>;
  /** As `sub`, by default one of the test's own. */
  send(method: string, path: string, request?: Request & { sub?: string }): Promise<Answer>;
  post(request?: Request & { sub?: string }): Promise<Answer>;
  /** Ends the service as it stands, and starts it anew on the same database. */
  restart(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  await using closing = new AsyncDisposableStack();
  const cluster = closing.use(await openCluster());
  const { url } = closing.use(await cluster.fresh());
  const seeka = closing.use(await playSeeka());
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] };
  const keys = closing.use(await play(() => ({ status: 200, body: jwks })));
  const settings: Settings = {
    ...{ PORT: 1, DATABASE_URL: url, ADDRESS_URL: seeka.address.url, PERSON_URL: seeka.person.url },
    ...{ JWKS_URL: keys.url, TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience },
  };
  const token = (claims: JWTPayload = {}) =>
    new SignJWT({ ...{ iss: issuer, aud: audience, sub: 'me', scope: 'profile', exp: now() + 60 }, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'one' })
      .sign(privateKey);
  let service = await run(settings);
  closing.defer(() => service[Symbol.asyncDispose]());
  const sendHere: World['send'] = async (method, path, { sub = 'me', headers, ...request } = {}) =>
    send(service.origin, method, path, {
      ...request,
      headers: { authorization: `Bearer ${await token({ sub })}`, ...headers },
    });
  const open = closing.move();
  return {
    ...seeka,
    ...{ settings: { ...settings, PORT: `${settings.PORT}` }, keys, token, send: sendHere },
    get origin() {
      return service.origin;
    },
    post: ({ headers, ...request } = {}) =>
      sendHere('POST', '/profiles', {
        body: draft(),
        headers: { 'idempotency-key': randomUUID(), ...headers },
        ...request,
      }),
    restart: async () => {
      await service[Symbol.asyncDispose]();
      service = await run(settings);
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

async function run(settings: Settings): Promise<AsyncDisposable & { origin: string }> {
  const database = openDatabase(settings.DATABASE_URL, new URL('../migrations/', import.meta.url));
  const parts = makeParts(settings, database);
  const server = createServer(createApp(parts));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  parts.background.start();
  await parts.background.resumed();
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
      await parts.background[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Resolves when this holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 8_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It does not come to hold: ${holds}`);
    await setTimeout(20);
  }
}

let count = 0;

/** What a client sends: an e-mail address and a place that no other test uses. */
export function draft(members: { person?: object; address?: object } = {}) {
  count += 1;
  return {
    person: { firstName: 'Ana', lastName: 'Lindqvist', email: `ana-${count}@example.org`, ...members.person },
    address: { line1: `${count} W 12th St`, city: 'New York', region: 'NY', postalCode: '10011', ...members.address },
  };
}

function now(): number {
  return Math.floor(Date.now() / 1_000);
}
