import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '@seeka/kit/database';
import { openCluster } from '@seeka/postgres';
import { createApp } from '../src/app.ts';
import { Addresses } from '../src/store.ts';
import { verifyBy } from '../src/verification.ts';
import { type Answer, type Request, send } from './client.ts';
import { playVerification, type Verification } from './verification.ts';

/** The service over real HTTP and a database of its own; only the verification API is played. */
export interface World extends AsyncDisposable {
  verification: Verification;
  send(method: string, path: string, request?: Request): Promise<Answer>;
  /** A new address: the answer to its `POST`. */
  created(members?: object): Promise<Answer>;
}

export async function openWorld(): Promise<World> {
  await using closing = new AsyncDisposableStack();
  const cluster = closing.use(await openCluster());
  const { url } = closing.use(await cluster.fresh());
  const verification = closing.use(await playVerification());
  const database = closing.use(openDatabase(url, new URL('../migrations/', import.meta.url)));
  const verify = verifyBy(verification.url);
  const server = createServer(createApp({ addresses: new Addresses(database.knex), database, verify }));
  closing.defer(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const sendHere: World['send'] = (method, path, request) => send(`http://127.0.0.1:${port}`, method, path, request);
  const open = closing.move();
  return {
    verification,
    send: sendHere,
    created: (members) => sendHere('POST', '/addresses', { body: draft(members) }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

let count = 0;

/** What a client sends: a place that no other test uses. */
export function draft(members: object = {}) {
  count += 1;
  const line1 = `${count} Test St`;
  return { line1, line2: 'Apt 4', city: 'New York', region: 'NY', postalCode: '10011-8401', country: 'US', ...members };
}
