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
}

/** What a double remembers of a call for the report. */
export interface Remembered {
  /** The double's name. */
  to: string;
  /** As it was written in the request line. */
  target: string;
  /** Until the whole answer was sent, or the connection ended. */
  durationMs?: number;
  /** Absent without a whole answer. */
  status?: number;
  /** What the double did on purpose, in a few words. */
  fault?: string;
}

const underway = new WeakMap<IncomingMessage, Remembered>();
/** By the headers, which a copy of the call shares: a call that a check quotes in a reason is not made longer. */
const remembered = new WeakMap<Call['headers'], Remembered>();

/** Listens on a free port of 127.0.0.1; `name` is what reports call the neighbour. */
export async function openDouble(listener: RequestListener, name = 'neighbour'): Promise<Double> {
  // Longer than any run: a connection closed while the service takes it up again would look like a fault of the service.
  const server = createServer({ keepAliveTimeout: 300_000 }, (request, response) => {
    remember(request, response, name);
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

function remember(request: IncomingMessage, response: ServerResponse, to: string): void {
  const began = performance.now();
  const call: Remembered = { to, target: request.url ?? '' };
  underway.set(request, call);
  response.once('finish', () => {
    call.status = response.statusCode;
  });
  response.once('close', () => {
    call.durationMs = performance.now() - began;
  });
}

/** Says what the double does to this call on purpose. */
export function strike({ req }: ServerResponse, fault: string): void {
  const call = underway.get(req);
  if (call) call.fault = fault;
}

/** What came, whatever a hostile service wrote in its request line. */
export function callOf(request: IncomingMessage): Call {
  const { method = '', url = '' } = request;
  const { pathname, searchParams } = new URL(URL.canParse(url, 'http://double') ? url : '/', 'http://double');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const call = underway.get(request);
  if (call) remembered.set(headers, call);
  return { method, path: pathname, query: Object.fromEntries(searchParams), headers, at: performance.now() };
}

/** What the double that received this call remembers of it by now; kept up to date. */
export function memoryOf({ headers, path }: Call): Remembered {
  return remembered.get(headers) ?? { to: 'neighbour', target: path };
}
