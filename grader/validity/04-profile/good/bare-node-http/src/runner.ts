import { setTimeout as delay } from 'node:timers/promises';
import { away, Refusal, refusalIn } from './exchange.ts';
import type { Job } from './job.ts';
import { NoReply, refusalFor } from './line.ts';
import type { Neighbours } from './neighbours.ts';
import { advance, NotYet, type Turn } from './saga.ts';
import type { Store } from './store.ts';

/** With the time limit of a call, so often is tried again what cannot be done yet. */
const POLL_MS = 500;

/** Why the client has to be refused; undefined when all is done. */
type Tell = (refusal?: Refusal) => void;

/** Takes jobs on: those that begin, and twice a second whatever was left. */
export class Runner {
  readonly #store: Store;
  readonly #neighbours: Neighbours;
  /** Whoever is in here is at work: nobody else may take this job on. */
  readonly #busy = new Set<string>();
  readonly #authorizations = new Map<string, string>();

  constructor(store: Store, neighbours: Neighbours) {
    this.#store = store;
    this.#neighbours = neighbours;
  }

  /** Never ends. */
  async poll(): Promise<never> {
    for (;;) {
      const ids = await this.#store.running().catch(() => []);
      for (const id of ids) if (!this.#busy.has(id)) void this.#resume(id);
      await delay(POLL_MS);
    }
  }

  /** Stores the job, then begins with it. Undefined when its key is another's; else the promise of what to tell. */
  async begin(job: Job, authorization = ''): Promise<{ told: Promise<Refusal | undefined> } | undefined> {
    // Before it is stored, lest a poll take it on.
    this.#busy.add(job.id);
    const isStored = await this.#store.add(job).catch((error: unknown) => {
      this.#busy.delete(job.id);
      throw error;
    });
    if (!isStored) {
      this.#busy.delete(job.id);
      return undefined;
    }
    this.#authorizations.set(job.id, authorization);
    const { promise: told, resolve } = Promise.withResolvers<Refusal | undefined>();
    void this.#pass(job, { awaited: !job.later, isAgain: false }, resolve);
    return { told };
  }

  async #resume(id: string): Promise<void> {
    this.#busy.add(id);
    try {
      // What the list says may be old by now.
      const job = await this.#store.read(id);
      if (job?.status === 'running') await this.#pass(job, { awaited: false, isAgain: true }, () => undefined);
    } catch (error) {
      console.error(`Job ${id} waits: ${(error as Error).message}`);
    } finally {
      this.#busy.delete(id);
    }
  }

  /** As far as it goes. */
  async #pass(job: Job, { awaited, isAgain }: { awaited: boolean; isAgain: boolean }, tell: Tell): Promise<void> {
    const cause = { trace: job.trace, authorization: this.#authorizations.get(job.id), awaited };
    const turn: Turn = { neighbours: this.#neighbours, job, cause, isAgain };
    try {
      while (job.state.stage !== 'end') {
        await advance(turn);
        await this.#store.save(job);
        turn.isAgain = false;
        if (job.state.problem) {
          tell(refusalIn(job.state.problem));
          // From here on nobody waits.
          cause.awaited = false;
        }
      }
      this.#authorizations.delete(job.id);
      tell();
    } catch (error) {
      console.error(`Job ${job.id} waits at ${job.state.stage}: ${(error as Error).message}`);
      tell(refusalOf(error));
    } finally {
      this.#busy.delete(job.id);
    }
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof NoReply) return refusalFor(error);
  if (error instanceof NotYet) return error.refusal;
  return error instanceof Refusal ? error : away('This cannot be done yet.');
}
