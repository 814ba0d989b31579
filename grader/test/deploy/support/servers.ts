import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A server of this process, and how many connections it has seen. */
export interface Served extends AsyncDisposable {
  origin: string;
  port: number;
  readonly connections: number;
}

/** An HTTP server. */
export function serve(listener: RequestListener, host = '127.0.0.1'): Promise<Served> {
  return listen(createHttpServer(listener), host);
}

/** A server that writes what it likes. */
export function serveRaw(onSocket: (socket: Socket) => void): Promise<Served> {
  return listen(createServer(onSocket), '127.0.0.1');
}

async function listen(server: Server, host: string): Promise<Served> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
