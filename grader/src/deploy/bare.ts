import { type ChildProcess, spawn } from 'node:child_process';
import { Pool } from 'undici';
import type { Exit } from '../types.ts';
import { type Cell, exitOf } from './cell.ts';
import { HTTP } from './http.ts';
import { listenersAmong, signalListeners } from './listeners.ts';
import type { Output } from './output.ts';
import { attempt, killBelow, processesBelow } from './processes.ts';

export interface BareOptions {
  /** A free port. */
  port: number;
  /** The copy of what was handed in. */
  submission: string;
  /** A folder of this cell alone: by HOME its processes are known, wherever they hide. */
  home: string;
  path: string;
  output: Output;
}

/** The leash: when this process is no more, its end of the pipe is closed, and the group ends. */
const LEASH = '(read -r _ <&3; kill -KILL 0) & exec 3<&-';

/** A submission that runs as a process of this machine, with the rights of whoever grades: for one's own code. */
export class BareCell implements Cell {
  readonly port: number;
  readonly relayed = [];
  readonly dispatcher: Pool;
  readonly exited: Promise<Exit>;
  readonly #options: BareOptions;
  #child: ChildProcess | undefined;
  readonly #ended = Promise.withResolvers<Exit>();

  constructor(options: BareOptions) {
    this.port = options.port;
    this.dispatcher = new Pool(`http://127.0.0.1:${options.port}`, HTTP);
    this.exited = this.#ended.promise;
    this.#options = options;
  }

  async begin(command: string, settings: Record<string, string>): Promise<void> {
    const { submission, home, path, output } = this.#options;
    const line = `${LEASH}; exec /bin/sh -c "$1"`;
    this.#child = spawn('/bin/sh', ['-c', line, 'sh', command], {
      cwd: submission,
      env: { ...settings, PATH: path, HOME: home },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#ended.resolve(exitOf(this.#child, output));
  }

  async listening(): Promise<number[]> {
    return listenersAmong(processesBelow(this.#options.home)).map(({ port }) => port);
  }

  async signal(name: NodeJS.Signals): Promise<void> {
    signalListeners(processesBelow(this.#options.home), this.port, name);
  }

  usage(): undefined {
    return undefined;
  }

  async kill(): Promise<void> {
    const group = this.#child?.pid;
    if (group) attempt(() => process.kill(-group, 'SIGKILL'));
    await killBelow(this.#options.home);
    if (group) await this.exited;
  }
}
