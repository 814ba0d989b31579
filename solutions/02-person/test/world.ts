import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '@seeka/kit/database';
import { openCluster } from '@seeka/postgres';
import { type Answer, type Request, send } from '../../01-address/test/client.ts';
import { Addresses } from '../src/addresses.ts';
import { createApp } from '../src/app.ts';
import { Attempts } from '../src/attempts.ts';
import { Persons } from '../src/store.ts';

/** The service over real HTTP and a database of its own; only Address is played. */
export interface World extends AsyncDisposable {
  addressUrl: string;
  /** What Address answers for each id; 404 for others. */
  addresses: Map<string, { status: number; body: string }>;
  send(method: string, path: string, request?: Request): Promise<Answer>;
  /** A new person: the answer to its `POST`. */
  created(members?: object): Promise<Answer>;
}

export async function openWorld(): Promise<World> {
  await using closing = new AsyncDisposableStack();
  const cluster = closing.use(await openCluster());
  const { url } = closing.use(await cluster.fresh());
  const database = closing.use(openDatabase(url, new URL('../migrations/', import.meta.url)));
  const played: World['addresses'] = new Map();
  const addressUrl = await listen(closing, playAddress(played));
  const { knex } = database;
  const parts = { persons: new Persons(knex), attempts: new Attempts(knex), addresses: new Addresses(addressUrl) };
  const origin = await listen(closing, createServer(createApp({ ...parts, database })));
  const sendHere: World['send'] = (method, path, request) => send(origin, method, path, request);
  const open = closing.move();
  return {
    addressUrl,
    addresses: played,
    send: sendHere,
    created: (members) => sendHere('POST', '/persons', { body: draft(members) }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function playAddress(played: World['addresses']): Server {
  return createServer((request, response) => {
    const id = request.url?.split('/').at(-1) ?? '';
    const { status, body } = played.get(id) ?? { status: 404, body: '{}' };
    response.writeHead(status, { 'content-type': 'application/json', etag: `"${id}"` }).end(body);
  });
}

async function listen(closing: AsyncDisposableStack, server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.defer(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let count = 0;

/** What a client sends: an e-mail address that no other test uses. */
export function draft(members: object = {}) {
  count += 1;
  const email = `ana-${count}@example.org`;
  return { firstName: 'Ana', lastName: 'Lindqvist', email, phone: '+12125550100', birthDate: '2001-05-04', ...members };
}
