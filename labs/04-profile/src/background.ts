import { setTimeout } from 'node:timers/promises';
import type { Database } from '@seeka/kit/database';
import { Problem } from '@seeka/kit/problem';
import { isSettled, type Operation } from './operation.ts';
import { type Ask, Unanswered } from './patience.ts';
import { StepFailed } from './refusal.ts';
import { type RemovalParts, removeHome, removePerson } from './removal.ts';
import type { Removal } from './removals.ts';
import { carryOut, type SagaParts } from './saga.ts';
import { undo } from './undo.ts';

interface BackgroundParts extends SagaParts, RemovalParts {
  database: Database;
}

/** An operation that goes on, whether or not somebody waits. */
export interface Followed {
  /** It has succeeded, or it is known why not. */
  known: Promise<Operation>;
  /** All is undone, too. */
  settled: Promise<Operation>;
}

// What cannot be done yet is tried again; from one beginning to the next, where a try does not take longer.
const ROUND_MS = 800;
const LEAST_PAUSE_MS = 150;

/** What goes on when the answer is out. Disposing it ends that; the database remembers what is left. */
export class Background implements AsyncDisposable {
  readonly #parts: BackgroundParts;
  readonly #closed = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  #resumed: Promise<void> | undefined;

  constructor(parts: BackgroundParts) {
    this.#parts = parts;
  }

  /** Carries an operation forward, and back when it fails. */
  follow(operation: Operation, ask: Ask): Followed {
    // TODO(4.3) Undo what has failed, and try again until it is undone.
    const known = carryOut(this.#parts, operation, ask);
    return { known, settled: known };
  }

  /** Ends a removal that was begun: nobody knows how far. */
  followRemoval(removal: Removal, ask: Ask): Promise<void> {
    throw new Problem(501, 'TODO(4.3) Remove the person, then the address; try again until it is done.');
  }

  /** Resolves when what the last process has left goes on. After a failure the next call tries again. */
  resumed(): Promise<void> {
    this.#resumed ??= this.#resume().catch((error) => {
      this.#resumed = undefined;
      throw error;
    });
    return this.#resumed;
  }

  /** Resumes as soon as the database is there. */
  start(): void {
    this.#untilDone(() => this.resumed()).catch(this.#sayUnlessClosed);
  }

  async #resume(): Promise<void> {
    await this.#parts.database.ready();
    // TODO(4.4) Take up again what was running, being undone, or being removed.
  }

  #untilDone<T>(attempt: () => Promise<T>): Promise<T> {
    const work = this.#repeat(attempt).finally(() => this.#running.delete(work));
    this.#running.add(work);
    return work;
  }

  async #repeat<T>(attempt: () => Promise<T>): Promise<T> {
    let said = '';
    for (;;) {
      this.#closed.signal.throwIfAborted();
      const began = performance.now();
      try {
        return await attempt();
      } catch (error) {
        const isExpected = error instanceof Unanswered || error instanceof StepFailed;
        // A database that is away is said once.
        if (!isExpected && String(error) !== said) this.#sayUnlessClosed(error);
        said = String(error);
      }
      const pauseMs = Math.max(LEAST_PAUSE_MS, began + ROUND_MS - performance.now());
      await setTimeout(pauseMs, undefined, { signal: this.#closed.signal });
    }
  }

  readonly #sayUnlessClosed = (error: unknown) => {
    if (!this.#closed.signal.aborted) console.error(error);
  };

  /** Nothing is begun any more; what is under way ends by itself. */
  close(): void {
    this.#closed.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await Promise.allSettled(this.#running);
  }
}

/** What is promised, when it comes in time (ms of `performance.now()`); else undefined. */
export async function within<T>(promise: Promise<T>, until: number): Promise<T | undefined> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const pause = setTimeout(Math.max(0, until - performance.now()), undefined, { signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, pause]);
  } finally {
    waiting.abort();
  }
}
