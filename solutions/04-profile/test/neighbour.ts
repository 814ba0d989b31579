import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: object;
}

/** What goes wrong with a call: a status, silence, a cut before or after it is done. */
export type Fault = number | Reply | 'hang' | 'hang when done' | 'cut' | 'cut when done' | (() => Promise<unknown>);

/** A neighbour played over real HTTP. */
export interface Neighbour extends AsyncDisposable {
  url: string;
  received: Received[];
  /** What was received, as "POST /persons". */
  calls(): string[];
  /** The next calls of this kind go wrong, one fault each; `*` is an id. */
  fail(call: string, ...faults: Fault[]): void;
  heal(): void;
}

export async function play(answer: (received: Received) => Reply): Promise<Neighbour> {
  const received: Received[] = [];
  const faults: { call: string; fault: Fault }[] = [];
  const server = createServer(async (request, response) => {
    const now = await receive(request);
    received.push(now);
    const at = faults.findIndex(({ call }) => call === callOf(now));
    const [{ fault } = { fault: undefined }] = at < 0 ? [] : faults.splice(at, 1);
    await reply(response, fault, () => answer(now));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    calls: () => received.map(callOf),
    fail: (call, ...list) => faults.push(...list.map((fault) => ({ call, fault }))),
    heal: () => faults.splice(0),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

async function reply(response: ServerResponse, fault: Fault | undefined, answer: () => Reply): Promise<void> {
  if (fault === 'hang') return;
  if (fault === 'cut') return void response.socket?.destroy();
  if (typeof fault === 'function') await fault();
  if (typeof fault === 'number' || (typeof fault === 'object' && fault)) {
    return write(response, typeof fault === 'number' ? { status: fault } : fault);
  }
  const done = answer();
  if (fault === 'hang when done') return;
  if (fault === 'cut when done') return void response.socket?.destroy();
  write(response, done);
}

function write(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = '', url = '', headers } = request;
  return { method, path: url, headers, body: Buffer.concat(chunks).toString() };
}

/** "GET /persons/*", whatever the id. */
function callOf({ method, path }: Received): string {
  return `${method} ${path.replace(/^\/(persons|addresses)\/[^/?]+/, '/$1/*').replace(/\?.*/, '?')}`;
}
