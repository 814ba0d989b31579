import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

/**
 * Serves on `port` until SIGTERM or SIGINT; resolves when the last answer is out, within 4 s.
 * Rejects when the port is taken.
 */
export async function serve(app: RequestListener, port: number): Promise<void> {
  const server = createServer(app);
  server.listen(port);
  await once(server, 'listening');
  console.log(`Listening on http://localhost:${port}`);
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await stop(server);
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection becomes idle when its request is answered.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), 4_000);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}
