/** What became of a call, as a circuit sees it. */
export type Report = (result: 'answered' | 'failed') => void;

// @lab:begin 4.5
/** So many failed calls in a row open a circuit. */
const MOST_FAILURES = 5;
/** For so long nobody is asked. Long enough for a neighbour to draw breath, short enough for a client to wait. */
const REST_MS = 700;
// @lab:end

/** Keeps calls from a neighbour that fails, so that neither side drowns in them. */
export class Circuit {
  // @lab:begin 4.5
  #failures = 0;
  #restsUntil = 0;
  /** Counted up whenever the circuit opens or tries: what an older call has to say is no news. */
  #era = 0;
  // @lab:end

  /** Whether a call would be kept back now. */
  get isOpen(): boolean {
    // @lab:begin 4.5
    return performance.now() < this.#restsUntil;
    // @lab:starter
    //| return false;
    // @lab:end
  }

  /** Lets one call through, which must report; to be asked only when the circuit is not open. */
  enter(): Report {
    // @lab:begin 4.5
    if (this.#failures >= MOST_FAILURES) this.#open();
    const era = this.#era;
    return (result) => {
      if (era !== this.#era) return;
      this.#failures = result === 'failed' ? this.#failures + 1 : 0;
      if (this.#failures >= MOST_FAILURES) this.#open();
      else this.#restsUntil = 0;
    };
    // @lab:starter
    //| // TODO(4.5) Count failed calls in a row. After five nobody is asked for a while; then one call tries.
    //| return () => undefined;
    // @lab:end
  }
  // @lab:begin 4.5

  /** Also before a trial: should it hang, the next may try after the rest. */
  #open(): void {
    this.#restsUntil = performance.now() + REST_MS;
    this.#era += 1;
  }
  // @lab:end
}
