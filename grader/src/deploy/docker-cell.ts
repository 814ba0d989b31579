import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type OutgoingHttpHeaders } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { Pool } from 'undici';
import type { Exit } from '../types.ts';
import { type Cell, exitOf } from './cell.ts';
import { type Container, enterContainer, PATH } from './docker.ts';
import { HTTP } from './http.ts';
import type { SandboxOptions } from './sandbox.ts';
import { join, type Tap } from './tap.ts';
import { INSIDE } from './walls.ts';

/** Connections to one neighbour that the relay can pass on at once; each that it has passed on makes room for another. */
const READY = 8;
/** What the relay has to say is said sooner, and is shorter. */
const ANSWER_MS = 5_000;
const MOST_CHARACTERS = 10_000;

/**
 * A container. Connections go in and out over its standard input and output, as streams of HTTP/2: those there are
 * wherever Docker runs. `relay/docker.js` is the other end.
 */
export class DockerCell implements Cell {
  readonly port: number;
  readonly relayed: number[];
  readonly dispatcher: Pool;
  readonly exited: Promise<Exit>;
  readonly #options: SandboxOptions;
  readonly #container: Container;
  readonly #session: ClientHttp2Session;
  readonly #door: Server;

  constructor(options: SandboxOptions) {
    const { walls, port, taps, door, output } = options;
    this.#options = options;
    this.port = port;
    this.relayed = [...taps.keys()];
    this.dispatcher = new Pool(`http://127.0.0.1:${port}`, { ...HTTP, socketPath: door });
    this.#container = enterContainer(walls, ['node', `${INSIDE.relay}/docker.js`, ...this.relayed.map(String)]);
    const { child, line } = this.#container;
    this.exited = exitOf(child, output);
    this.#session = connect('http://sandbox', { createConnection: () => line, settings: { enablePush: false } });
    // What becomes of it is told by each of its streams, and by the container's end.
    this.#session.on('error', () => undefined);
    this.#session.once('connect', () => this.#session.setLocalWindowSize(2 ** 24));
    this.#door = createServer({ allowHalfOpen: true }, (near) => this.#carryIn(near));
    for (const [neighbour, tap] of taps) for (let n = 0; n < READY; n += 1) this.#accept(neighbour, tap);
  }

  async begin(command: string, settings: Record<string, string>): Promise<void> {
    const { walls, door, output } = this.#options;
    const path = walls.packages ? `${PATH}:${INSIDE.packages}/.bin` : PATH;
    const all = { ...settings, PATH: path, HOME: '/tmp' };
    const order = this.#ask({ ':method': 'POST', ':path': '/start' });
    order.end(JSON.stringify({ command, settings: all, port: this.port }));
    const hasBegun = once(order, 'response').then(
      () => true,
      () => false,
    );
    if (!(await Promise.race([hasBegun, this.exited.then(() => false)]))) {
      throw new Error(`The container could not be started: ${output.tail}`);
    }
    await once(this.#door.listen(door), 'listening');
  }

  async listening(): Promise<number[]> {
    const ports = [...(await this.#answerTo('/listening')).matchAll(/\d+/g)];
    return ports.map(([port]) => Number(port));
  }

  async signal(name: NodeJS.Signals): Promise<void> {
    await this.#answerTo(`/signal/${name}`);
  }

  /** The kernel keeps count, and ends what takes too much. */
  usage(): undefined {
    return undefined;
  }

  async kill(): Promise<void> {
    this.#door.close();
    await this.#container.remove();
    await this.exited;
    this.#session.destroy();
  }

  #carryIn(near: Socket): void {
    near.on('error', () => near.destroy());
    if (this.#session.destroyed) near.destroy();
    else join(near, this.#ask({ ':method': 'CONNECT', ':authority': `127.0.0.1:${this.port}` }));
  }

  /** A stream that waits for somebody to connect to the neighbour. */
  #accept(neighbour: number, tap: Tap): void {
    if (this.#session.destroyed) return;
    const stream = this.#ask({ ':method': 'POST', ':path': `/accept/${neighbour}` });
    stream
      .on('error', () => stream.close())
      .once('response', () => {
        tap.take(stream);
        this.#accept(neighbour, tap);
      });
  }

  /** Of the relay, as far as it comes: what has ended gives none, and a submission may keep it from answering. */
  async #answerTo(path: string): Promise<string> {
    let text = '';
    if (this.#session.destroyed) return text;
    const stream = this.#session.request(
      { ':path': path },
      { endStream: true, signal: AbortSignal.timeout(ANSWER_MS) },
    );
    stream.on('data', (bytes: Buffer) => {
      text += bytes;
      if (text.length > MOST_CHARACTERS) stream.close();
    });
    await once(stream, 'close').catch(() => undefined);
    return text;
  }

  #ask(headers: OutgoingHttpHeaders): ClientHttp2Stream {
    return this.#session.request(headers, { endStream: false });
  }
}
