import { setTimeout as sleep } from 'node:timers/promises';

const FAILURES_TO_OPEN = 5;
// Half a second at least, measured by somebody whose clock may start a little later.
const OPEN_MS = 600;
// What is refused by an open circuit must be told within 300 ms.
const WAIT_FOR_TRIAL_MS = 180;

/** Told once for each call that was let through; `unknown` when it was this service that gave up. */
export type Tell = (result: 'good' | 'bad' | 'unknown') => void;

/** Lets calls to a neighbour through, until five in a row have failed; then none for a while, then one as a trial. */
export class Circuit {
  #failures = 0;
  #openUntil: number | undefined;
  #trial: Promise<void> | undefined;
  /** Counts changes of state: calls that began in an earlier one have no say. */
  #era = 0;

  get isOpen(): boolean {
    return this.#openUntil !== undefined && performance.now() < this.#openUntil;
  }

  /** Undefined when the call must not be made. */
  async enter(): Promise<Tell | undefined> {
    if (this.#openUntil === undefined) return this.#ordinary();
    if (this.isOpen) return undefined;
    if (this.#trial === undefined) return this.#trialCall();
    await Promise.race([this.#trial, sleep(WAIT_FOR_TRIAL_MS)]);
    return this.#openUntil === undefined ? this.#ordinary() : undefined;
  }

  #ordinary(): Tell {
    const era = this.#era;
    return (result) => {
      if (era !== this.#era || result === 'unknown') return;
      this.#failures = result === 'good' ? 0 : this.#failures + 1;
      if (this.#failures >= FAILURES_TO_OPEN) this.#open();
    };
  }

  #trialCall(): Tell {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#trial = promise;
    return (result) => {
      this.#trial = undefined;
      if (result === 'good') this.#close();
      else this.#open();
      resolve();
    };
  }

  #open(): void {
    this.#era += 1;
    this.#openUntil = performance.now() + OPEN_MS;
  }

  #close(): void {
    this.#era += 1;
    this.#failures = 0;
    this.#openUntil = undefined;
  }
}
