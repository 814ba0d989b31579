import type { Dispatcher } from 'undici';
import type { Exit, Instance } from '../types.ts';
import type { Cell } from './cell.ts';
import type { DatabaseUsage } from './database.ts';
import type { Ground } from './ground.ts';
import type { Limits } from './limits.ts';
import type { Output } from './output.ts';
import { untilReady } from './readiness.ts';
import type { Tap } from './tap.ts';
import { watch } from './watchdog.ts';

export interface InstanceParts {
  cell: Cell;
  output: Output;
  limits: Limits;
  /** The start command as a student would type it. */
  shown: string;
  own: Ground['own'];
  database: Tap;
  /** What its database costs at the moment. */
  meter(): Promise<DatabaseUsage | undefined>;
  /** The same place once more, after this has ended. */
  again(): Promise<Instance>;
}

/** One start of a folder that was handed in. */
export class FolderInstance implements Instance {
  readonly origin: string;
  readonly dispatcher: Dispatcher;
  /**
   * How the start command ended. npm and shells end with the code of what they started, so after a signal to the
   * process that listens, this is how that process ended, whatever else npm prints.
   */
  readonly exited: Promise<Exit>;
  readonly #parts: InstanceParts;
  #ready: Promise<void> | undefined;
  #stopped: string | undefined;

  constructor(parts: InstanceParts) {
    const { cell, limits, meter } = parts;
    this.#parts = parts;
    this.origin = `http://127.0.0.1:${cell.port}`;
    this.dispatcher = cell.dispatcher;
    const watchdog = watch({ cell, database: meter, limits }, (why) => this.#stop(why));
    this.exited = cell.exited.then(async (exit) => {
      watchdog[Symbol.dispose]();
      await cell.kill();
      return exit;
    });
  }

  ready(): Promise<void> {
    const { cell, shown, own, output, limits } = this.#parts;
    const stopped = () => this.#stopped;
    this.#ready ??= untilReady({ cell, shown, own, output, readySeconds: limits.readySeconds, stopped });
    return this.#ready;
  }

  output(since = 0): string {
    return this.#parts.output.text.slice(since);
  }

  async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.#parts.cell.signal(name);
  }

  async restart(): Promise<Instance> {
    await this[Symbol.asyncDispose]();
    return this.#parts.again();
  }

  cutDatabase(): void {
    this.#parts.database.cut();
  }

  healDatabase(): void {
    this.#parts.database.heal();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.cell.kill();
    await this.exited;
    await this.dispatcher.destroy();
  }

  #stop(why: string): void {
    this.#stopped = why;
    this.#parts.output.add(`\n[ended by the grader: ${why}]\n`);
    void this.#parts.cell.kill();
  }
}
