import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { Pool } from 'undici';
import type { Exit } from '../types.ts';
import { enterSandbox } from './bubblewrap.ts';
import { type Cell, exitOf } from './cell.ts';
import { HTTP } from './http.ts';
import { listenersAmong, signalListeners } from './listeners.ts';
import { attempt, processesBeside, type Usage, untilEnded, usageMeter } from './processes.ts';
import type { SandboxOptions } from './sandbox.ts';
import { INSIDE } from './walls.ts';

/** A sandbox whose relay is running before there is anything to start, since that takes 40 ms. */
export class BubblewrapCell implements Cell {
  readonly port: number;
  readonly relayed: number[];
  readonly dispatcher: Pool;
  readonly exited: Promise<Exit>;
  readonly #options: SandboxOptions;
  readonly #child: ChildProcess;
  readonly #known: Promise<void>;
  readonly #doors: (Server | undefined)[] = [];
  #init: number | undefined;
  #meter: (() => Usage | undefined) | undefined;

  constructor(options: SandboxOptions) {
    const { walls, port, taps, door, output } = options;
    this.#options = options;
    this.port = port;
    this.relayed = [...taps.keys()];
    this.dispatcher = new Pool(`http://127.0.0.1:${port}`, { ...HTTP, socketPath: door });
    const { child, init } = enterSandbox(walls, ['node', `${INSIDE.relay}/bubblewrap.js`, ...this.relayed.map(String)]);
    this.#child = child;
    child.on('message', ({ neighbour }: { neighbour: number }, listening) => {
      this.#doors.push(taps.get(neighbour)?.serve(listening as Server));
    });
    this.#known = init.then((pid) => {
      this.#init = pid;
      if (pid !== undefined) this.#meter = usageMeter(pid);
    });
    this.exited = exitOf(child, output);
  }

  async begin(command: string, settings: Record<string, string>): Promise<void> {
    const { door, walls } = this.#options;
    const cache = walls.compileCache ? { NODE_COMPILE_CACHE: INSIDE.compileCache } : {};
    // The pinned Node comes first.
    const path = walls.packages ? `${INSIDE.path}:${INSIDE.packages}/.bin` : INSIDE.path;
    const all = { ...settings, ...cache, PATH: path, HOME: '/tmp' };
    const server = createServer().listen(`${door}.new`);
    try {
      await once(server, 'listening');
      await this.#tell({ command, settings: all, port: this.port }, server);
      // Closing removes the path, but for its new name. Nobody knew the old one, so nothing was accepted here.
      await rename(`${door}.new`, door);
    } finally {
      server.close();
    }
  }

  async listening(): Promise<number[]> {
    return listenersAmong(this.#processes()).map(({ port }) => port);
  }

  async signal(name: NodeJS.Signals): Promise<void> {
    signalListeners(this.#processes(), this.port, name);
  }

  usage(): Usage | undefined {
    return this.#meter?.();
  }

  /** A process namespace ends with its first process, and that one is gone only when all others are. */
  async kill(): Promise<void> {
    await this.#known;
    const init = this.#init;
    const isRunning = this.#child.exitCode === null && this.#child.signalCode === null;
    if (isRunning && init !== undefined) attempt(() => process.kill(init, 'SIGKILL'));
    if (isRunning && init === undefined) this.#child.kill('SIGKILL');
    await this.exited;
    for (const door of this.#doors) door?.close();
    if (init !== undefined) await untilEnded(init);
  }

  #processes(): number[] {
    return this.#init === undefined ? [] : processesBeside(this.#init);
  }

  /** The server is the relay's to accept from: made here, so that a submission never has a say in where it is. */
  #tell(message: object, server: Server): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#child.send(message, server, (error) => {
      if (!error) return resolve();
      reject(new Error(`The sandbox could not be built: ${this.#options.output.tail}`, { cause: error }));
    });
    return promise;
  }
}
