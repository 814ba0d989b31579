import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import type { Deployment, Instance, SandboxKind } from '../../src/types.ts';

/** A deployment that is an HTTP server of this process. */
export async function stubDeployment(
  listener: RequestListener,
  { sandbox = 'none', connections = null }: { sandbox?: SandboxKind; connections?: number | null } = {},
): Promise<Deployment> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const dispatcher = new Agent({ connections });
  const never = () => Promise.reject(new Error('a stub has no lifecycle'));
  const main: Instance = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dispatcher,
    ready: async () => undefined,
    output: () => '',
    exited: new Promise(() => undefined),
    signal: never,
    restart: never,
    cutDatabase: never,
    healDatabase: never,
    [Symbol.asyncDispose]: never,
  };
  return {
    sandbox,
    main,
    start: never,
    async [Symbol.asyncDispose]() {
      await dispatcher.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers JSON. */
export function answers(status: number, body: unknown, headers: Record<string, string> = {}): RequestListener {
  const text = JSON.stringify(body);
  return (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
