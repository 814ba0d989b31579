import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
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
  /** The double's name. */
  to: string;
  /** As it was written in the request line. */
  target: string;
  /** What has become of it so far. */
  ending: Ending;
}

/** How a double ended a call. */
export interface Ending {
  /** Until the whole answer was sent, or the connection ended. */
  durationMs?: number;
  /** Absent without a whole answer. */
  status?: number;
  /** What the double did on purpose, in a few words. */
  fault?: string;
}

type Received = Pick<Call, 'at' | 'to' | 'ending'>;
const received = new WeakMap<IncomingMessage, Received>();

/** Listens on a free port of 127.0.0.1; `name` is what reports call the neighbour. */
export async function openDouble(listener: RequestListener, name = 'neighbour'): Promise<Double> {
  // Longer than any run: a connection closed while the service takes it up again would look like a fault of the service.
  const server = createServer({ keepAliveTimeout: 300_000 }, (request, response) => {
    receive(request, response, name);
    listener(request, response);
  }).listen(0, '127.0.0.1');
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

/** Each call keeps its ending, and fills it in when it is known. */
function receive(request: IncomingMessage, response: ServerResponse, to: string): void {
  const at = performance.now();
  const ending: Ending = {};
  received.set(request, { at, to, ending });
  response.once('finish', () => {
    ending.status = response.statusCode;
  });
  response.once('close', () => {
    ending.durationMs = performance.now() - at;
  });
}

/** Says what the double does to this call on purpose. */
export function strike({ req }: ServerResponse, fault: string): void {
  const call = received.get(req);
  if (call) call.ending.fault = fault;
}

/** What came, whatever a hostile service wrote in its request line. */
export function callOf(request: IncomingMessage): Call {
  const { method = '', url = '', headers } = request;
  const { pathname, searchParams } = new URL(URL.canParse(url, 'http://double') ? url : '/', 'http://double');
  return {
    method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    target: url,
    ...(received.get(request) ?? { at: performance.now(), to: 'neighbour', ending: {} }),
  };
}
