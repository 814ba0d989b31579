import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server of the grader's that plays a neighbour of the service under check. Disposing ends all its connections. */
export interface Double extends AsyncDisposable {
  /** E.g. `http://127.0.0.1:43117`. */
  readonly url: string;
  readonly port: number;
}

/** A request that a double received. */
export interface Call {
  method: string;
  path: string;
  /** Of parameters given twice, the last. */
  query: Record<string, string>;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** `performance.now()` when it came. */
  at: number;
}

/** Listens on a free port of 127.0.0.1. */
export async function openDouble(listener: RequestListener): Promise<Double> {
  // Longer than any run: a connection closed while the service takes it up again would look like a fault of the service.
  const server = createServer({ keepAliveTimeout: 300_000 }, listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What came, whatever a hostile service wrote in its request line. */
export function callOf({ method = '', url = '', headers }: Parameters<RequestListener>[0]): Call {
  const { pathname, searchParams } = new URL(URL.canParse(url, 'http://double') ? url : '/', 'http://double');
  return {
    method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    at: performance.now(),
  };
}
