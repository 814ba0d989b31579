import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const END_LIMIT_MS = 1_000;

/** A URL that leads to one service now and to another later, and passes on bytes without reading them. */
export class Switch implements AsyncDisposable {
  readonly url: string;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  #port = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (client) => this.#pass(client));
  }

  static async open(): Promise<Switch> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Switch(server);
  }

  /** From now on to this service. Resolves when no client holds a connection to the former one. */
  async lead(url: string): Promise<void> {
    this.#port = Number(new URL(url).port);
    const left = [...this.#clients];
    // Ended, not cut: when the client has ended its side too, it will not send its next request into a dead connection.
    const closed = left.map((client) => once(client.end(), 'close'));
    await Promise.race([Promise.all(closed), pause(END_LIMIT_MS, undefined, { ref: false })]);
    for (const client of left) client.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await once(this.#server.close(), 'close');
  }

  #pass(client: Socket): void {
    const service = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    this.#clients.add(client.on('close', () => this.#clients.delete(client)));
    join(client, service);
    join(service, client);
  }
}

/** What one end sends the other receives; they end together. */
function join(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => to.destroy());
  from.on('close', () => to.end());
}
