import { setTimeout as sleep } from 'node:timers/promises';
import { clearUp } from './chores.ts';
import type { Operation } from './operations.ts';
import { type End, goForward, type SagaParts } from './saga.ts';

const TICK_MS = 300;
// With a tick on top, what cannot be done yet is tried again within 2 s.
const BETWEEN_TRIES_MS = 1_000;

/** Whatever is done for an operation or a deletion is done here: one thing at a time, and to the end. */
export class Worker {
  readonly #parts: SagaParts;
  readonly #prepare: () => Promise<void>;
  /** Operations on their way forward, for those who wait for them. */
  readonly #runs = new Map<string, Promise<End>>();
  /** How many are at work on a chain: one within the other. */
  readonly #busy = new Map<string, number>();
  readonly #notBefore = new Map<string, number>();
  /** As received; a restart forgets them. */
  readonly #authorizations = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: SagaParts, prepare: () => Promise<void>) {
    this.#parts = parts;
    this.#prepare = prepare;
  }

  start(): void {
    this.#timer = setTimeout(async () => {
      await this.#tick().catch((error) => console.log(`The database cannot be asked for work: ${error}`));
      if (!this.#stopped) this.start();
    }, TICK_MS);
  }

  /** What runs, runs on; nothing else is begun. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** No tick works on that chain meanwhile. */
  async alone<T>(chain: string, authorization: string | undefined, work: () => Promise<T>): Promise<T> {
    this.#busy.set(chain, (this.#busy.get(chain) ?? 0) + 1);
    if (authorization !== undefined) this.#authorizations.set(chain, authorization);
    try {
      return await work();
    } finally {
      const others = (this.#busy.get(chain) ?? 1) - 1;
      if (others > 0) this.#busy.set(chain, others);
      else this.#busy.delete(chain);
    }
  }

  /** Undefined when that operation does not run, or runs back already. */
  runOf(id: string): Promise<End> | undefined {
    return this.#runs.get(id);
  }

  /** Runs a new operation, or one that a process has left that was killed. */
  async run(operation: Operation, until: number, resumed: boolean): Promise<End> {
    const { id, trace } = operation;
    const journey = { trace, until, authorization: this.#authorizations.get(id) };
    const run = this.alone(id, undefined, () => goForward(this.#parts, operation, journey, resumed));
    this.#runs.set(id, run);
    try {
      const end = await run;
      if ('operation' in end) this.#authorizations.delete(id);
      else this.kick(id);
      return end;
    } finally {
      this.#runs.delete(id);
    }
  }

  /** Does the chores of a chain now rather than at the next tick. */
  kick(chain: string): void {
    if (this.#stopped || this.#busy.has(chain)) return;
    this.#clearUp(chain).catch((error) => console.log(`The chores of ${chain} wait: ${error}`));
  }

  /** Does them, and waits for the end of it, but not too long. */
  async finished(chain: string, until: number): Promise<void> {
    if (this.#stopped || this.#busy.has(chain)) return;
    const work = this.#clearUp(chain).catch((error) => console.log(`The chores of ${chain} wait: ${error}`));
    const patience = new AbortController();
    const limit = sleep(Math.max(0, until - performance.now()), undefined, { signal: patience.signal });
    await Promise.race([work, limit.catch(() => undefined)]);
    patience.abort();
  }

  async #clearUp(chain: string): Promise<void> {
    this.#notBefore.set(chain, performance.now() + BETWEEN_TRIES_MS);
    await this.alone(chain, undefined, async () => {
      const chore = await this.#parts.operations.firstChore(chain);
      const authorization = this.#authorizations.get(chain);
      const journey = { trace: chore?.trace ?? '', until: Number.POSITIVE_INFINITY, authorization };
      if ((await clearUp(this.#parts, chain, journey)) === 'later') return;
      this.#notBefore.delete(chain);
      this.#authorizations.delete(chain);
    });
  }

  async #tick(): Promise<void> {
    await this.#prepare();
    const { operations } = this.#parts;
    for (const id of await operations.running()) {
      if (!this.#busy.has(id)) this.#resume(id).catch((error) => console.log(`Operation ${id} waits: ${error}`));
    }
    for (const chain of await operations.chains()) {
      if (performance.now() >= (this.#notBefore.get(chain) ?? 0)) this.kick(chain);
    }
  }

  #resume(id: string): Promise<unknown> {
    return this.alone(id, undefined, async () => {
      // It may have ended since the list was read.
      const operation = await this.#parts.operations.byId(id);
      if (operation?.status === 'running' && operation.problem === null) {
        await this.run(operation, Number.POSITIVE_INFINITY, true);
      }
    });
  }
}
