import { setTimeout as delay } from 'node:timers/promises';

const MOST_FAILURES = 5;
const OPEN_MS = 1_200;
/** A request that meets another one's trial waits this long for its outcome. */
const TRIAL_MS = 200;

/** Leave to make one call; its outcome must be reported: undefined when it says nothing. */
export type Report = (good: boolean | undefined) => void;

/** Opens after five failures in a row, for 1.2 s; then the next request tries. */
export class Circuit {
  #failures = 0;
  /** When calls may be made again; 0 while all is well. */
  #opensUntil = 0;
  #trial: Promise<void> | undefined;

  get isOpen(): boolean {
    return performance.now() < this.#opensUntil;
  }

  /** Undefined when no call may be made. What no client waits for never keeps a client from trying. */
  async admit(awaited: boolean): Promise<Report | undefined> {
    if (this.isOpen) return undefined;
    if (this.#opensUntil === 0 || !awaited) return this.#ticket();
    if (this.#trial) {
      await Promise.race([this.#trial, delay(TRIAL_MS)]);
      return this.#opensUntil === 0 ? this.#ticket() : undefined;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#trial = promise;
    const report = this.#ticket();
    return (good) => {
      report(good);
      this.#trial = undefined;
      resolve();
    };
  }

  #ticket(): Report {
    const sent = performance.now();
    return (good) => {
      // What was sent before it opened says nothing about now.
      if (good === undefined || this.isOpen || sent < this.#opensUntil) return;
      if (good) {
        this.#opensUntil = 0;
        this.#failures = 0;
        return;
      }
      this.#failures += 1;
      if (this.#failures < MOST_FAILURES && this.#opensUntil === 0) return;
      this.#opensUntil = performance.now() + OPEN_MS;
      this.#failures = 0;
    };
  }
}
