import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { logged } from './log.ts';

/**
 * Serves on `port` of `host` until SIGTERM or SIGINT; logs each request; resolves when the last answer is out, within 4 s.
 * Rejects when the port is taken.
 */
export async function serve(app: RequestListener, port: number, host = '127.0.0.1'): Promise<void> {
  const server = createServer(logged(app));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  server.listen(port, host);
  await once(server, 'listening');
  console.log(`Listening on http://${host}:${port}`);
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await stop(server, sockets);
}

async function stop(server: Server, sockets: Set<Socket>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const sweep = setInterval(() => {
    // A connection becomes idle when its request is answered; for Node it is not while it has had none.
    server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }, 50);
  const deadline = setTimeout(() => server.closeAllConnections(), 4_000);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}
