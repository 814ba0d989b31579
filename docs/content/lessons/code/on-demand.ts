import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs a function that it knows by its file alone: a process for each event that finds none idle. */
class Platform {
  readonly #file: string;
  #idle: ChildProcess[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** Hands an event to an instance; starts one if none is idle. Resolves with what there is to tell of it. */
  async handle(event: string): Promise<string> {
    const began = performance.now();
    const warm = this.#idle.pop();
    const instance = warm ?? (await this.#started());
    instance.send(event);
    const [count] = await once(instance, 'message');
    this.#idle.push(instance);
    const ms = (performance.now() - began).toFixed(1);
    return `${event}: ${warm ? 'warm' : 'cold'}, the instance has had ${count}, ${ms} ms`;
  }

  /** Ends all that have nothing to do. */
  scaleToZero(): void {
    for (const instance of this.#idle) instance.kill();
    this.#idle = [];
  }

  get instances(): number {
    return this.#idle.length;
  }

  async #started(): Promise<ChildProcess> {
    const instance = fork(this.#file);
    await once(instance, 'message');
    return instance;
  }
}

const platform = new Platform(join(import.meta.dirname, 'counting.ts'));
console.log(await platform.handle('event 1'));
console.log(await platform.handle('event 2'));
const atOnce = ['event 3', 'event 4', 'event 5'].map((event) => platform.handle(event));
console.log((await Promise.all(atOnce)).join('\n'));
console.log(`${platform.instances} instances, and nothing to do`);
platform.scaleToZero();
console.log(await platform.handle('event 6'));
platform.scaleToZero();
