import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Target = { host: string; port: number } | { path: string };

/** More than any honest service opens; each takes two files of this process. */
const MOST_CONNECTIONS = 256;

/** A door to a neighbour that the grader can shut: connections to it are passed on to the target. */
export class Tap implements AsyncDisposable {
  readonly #target: Target;
  readonly #servers = new Set<Server>();
  readonly #sockets = new Set<Socket>();
  #open = true;

  constructor(target: Target) {
    this.#target = target;
  }

  /** Listens at a free port of loopback. */
  async listen(): Promise<number> {
    const server = this.#server().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** Takes what connects to a server that listens already; the one that is returned must be closed in its place. */
  serve(listening: Server): Server {
    return this.#server().listen(listening);
  }

  /** Ends all connections and refuses new ones. */
  cut(): void {
    this.#open = false;
    for (const socket of this.#sockets) reset(socket);
  }

  heal(): void {
    this.#open = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    const servers = [...this.#servers];
    for (const server of servers) server.close();
    await Promise.all(servers.map((server) => once(server, 'close')));
  }

  #server(): Server {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      if (!this.#open) return near.resetAndDestroy();
      const far = connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
      this.#remember(near);
      this.#remember(far);
      join(near, far);
    });
    server.maxConnections = MOST_CONNECTIONS;
    this.#servers.add(server);
    return server.once('close', () => this.#servers.delete(server));
  }

  #remember(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

/** Passes bytes and ends both ways; when one side breaks, so does the other. */
function join(near: Socket, far: Socket): void {
  near.pipe(far).pipe(near);
  near.on('error', () => reset(far)).once('close', () => far.destroySoon());
  far.on('error', () => reset(near)).once('close', () => near.destroySoon());
}

/** Sockets of the file system know no reset: there the other side reads the end. */
function reset(socket: Socket): void {
  if (socket.remoteAddress) socket.resetAndDestroy();
  else socket.destroy();
}
