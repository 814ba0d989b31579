import { once } from 'node:events';
import { constants, type Http2Stream } from 'node:http2';
import { type AddressInfo, connect, createServer, type Server, Socket } from 'node:net';

type Target = { host: string; port: number } | { path: string };

/** More than any honest service opens; each takes two files of this process. */
const MOST_CONNECTIONS = 256;

/** One end of a connection: a socket, or a stream of HTTP/2 that is as good as one. */
type Side = Socket | Http2Stream;

/** A door to a neighbour that the grader can shut: connections to it are passed on to the target. */
export class Tap implements AsyncDisposable {
  readonly #target: Target;
  readonly #servers = new Set<Server>();
  readonly #sides = new Set<Side>();
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
    for (const side of this.#sides) reset(side);
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

  /** Passes a connection on to the target. */
  take(near: Side): void {
    near.on('error', () => near.destroy());
    if (this.#open && this.#sides.size < 2 * MOST_CONNECTIONS) this.#connect(near);
    else reset(near);
  }

  #server(): Server {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => this.take(near));
    this.#servers.add(server);
    return server.once('close', () => this.#servers.delete(server));
  }

  #connect(near: Side): void {
    const far = connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
    this.#remember(near);
    this.#remember(far);
    join(near, far);
  }

  #remember(side: Side): void {
    this.#sides.add(side);
    side.once('close', () => this.#sides.delete(side));
  }
}

/** Passes bytes and ends both ways; when one side breaks, so does the other. */
export function join(near: Side, far: Side): void {
  near.pipe(far).pipe(near);
  near.on('error', () => reset(far)).once('close', () => finish(far));
  far.on('error', () => reset(near)).once('close', () => finish(near));
}

function finish(side: Side): void {
  if (side instanceof Socket) side.destroySoon();
  else side.end(() => side.close());
}

/** Sockets of the file system know no reset: there the other side reads the end. */
function reset(side: Side): void {
  if (!(side instanceof Socket)) side.close(constants.NGHTTP2_CONNECT_ERROR);
  else if (side.remoteAddress) side.resetAndDestroy();
  else side.destroy();
}
