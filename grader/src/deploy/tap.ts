import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net';

interface Target {
  host: string;
  port: number;
}

/** More than any honest service opens; each takes two files of this process. */
const MOST_CONNECTIONS = 256;

/** A door to a neighbour that the grader can shut: connections to it are passed on to the target. */
export class Tap implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #open = true;

  /** Listens at a path of the file system, or at a free port of loopback. */
  static async open(target: Target, path?: string): Promise<Tap> {
    const tap = new Tap(target);
    // Whoever can see the path may connect: the folders above it say who that is.
    const where: ListenOptions = path ? { path, readableAll: true, writableAll: true } : { host: '127.0.0.1', port: 0 };
    tap.#server.listen(where);
    await once(tap.#server, 'listening');
    return tap;
  }

  private constructor(target: Target) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      if (!this.#open) return reset(near);
      const far = connect({ ...target, allowHalfOpen: true, noDelay: true });
      this.#remember(near);
      this.#remember(far);
      join(near, far);
    });
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  /** The port of loopback, when it listens at one. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
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
    this.#server.close();
    await once(this.#server, 'close');
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
