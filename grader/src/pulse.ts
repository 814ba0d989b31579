const BEAT_MS = 20;
/** A machine of one's own is never this late; the time limits that services keep are ten times as long. */
const HELD_UP_MS = 100;

/** Feels whether the machine holds the grader up: then what a check saw may be the machine's fault, not the service's. */
export class Pulse implements Disposable {
  #last = performance.now();
  #lastHeldUp = Number.NEGATIVE_INFINITY;
  readonly #heldUpMs: number;
  readonly #timer = setInterval(() => this.#beat(), BEAT_MS).unref();

  /** @param heldUpMs how late is late. */
  constructor(heldUpMs = HELD_UP_MS) {
    this.#heldUpMs = heldUpMs;
  }

  /** Whether a beat came late since then (`performance.now()`). */
  heldUpSince(start: number): boolean {
    this.#beat();
    return this.#lastHeldUp >= start;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const now = performance.now();
    if (now - this.#last > this.#heldUpMs) this.#lastHeldUp = now;
    this.#last = now;
  }
}
