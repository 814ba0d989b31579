import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '@seeka/kit/database';
import { openCluster } from '@seeka/postgres';
import { createApp as verificationApp } from '../../../services/address-verification/src/app.ts';
import { createApp as addressApp } from '../../../solutions/01-address/src/app.ts';
import { Addresses } from '../../../solutions/01-address/src/store.ts';
import { verifyBy } from '../../../solutions/01-address/src/verification.ts';
import type { RunCommand } from './replay.ts';

const solution = new URL('../../../solutions/01-address/', import.meta.url);

/** What the pages' commands talk to, with an empty database; `run` sends each to where it listens now. */
export async function startServices(): Promise<AsyncDisposable & { run: RunCommand }> {
  const opened = new AsyncDisposableStack();
  const cluster = opened.use(await openCluster());
  const { url } = opened.use(await cluster.fresh());
  const database = opened.use(openDatabase(url, new URL('migrations/', solution)));
  const verification = await listen(verificationApp(), opened);
  const parts = { addresses: new Addresses(database.knex), database, verify: verifyBy(verification) };
  const address = await listen(addressApp(parts), opened);
  await database.ready();
  const places: [shown: string, real: string][] = [
    ['http://127.0.0.1:8080/verification', verification],
    ['http://127.0.0.1:8080', address],
    ['http://127.0.0.1:3000', address],
  ];
  const run = (command: string) => shell(places.reduce((line, [shown, real]) => line.replaceAll(shown, real), command));
  return { run, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function listen(listener: RequestListener, opened: AsyncDisposableStack): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.defer(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function shell(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('bash', ['-c', line.replaceAll('curl ', 'curl -sS ')], (error, stdout, stderr) =>
      error ? reject(new Error(`${line}\n${stderr}`)) : resolve(stdout),
    );
  });
}
