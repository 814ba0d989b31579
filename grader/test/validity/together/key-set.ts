import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The keys of several issuers as one set, for a service that may keep the set it has once fetched (contract E) while the
 * issuers take turns. Each is asked anew for each request.
 */
export async function openKeySet(urls: string[]): Promise<AsyncDisposable & { url: string }> {
  const answer: RequestListener = async (_request, response) => {
    const sets = await Promise.all(urls.map(keysAt)).catch(() => undefined);
    response.writeHead(sets ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: sets?.flat() ?? [] }));
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`, [Symbol.asyncDispose]: close };
}

async function keysAt(url: string): Promise<unknown[]> {
  const { keys } = (await (await fetch(url)).json()) as { keys: unknown[] };
  return keys;
}
