/** Where work goes side by side, until some of it wants the room for itself. */
export class Room {
  readonly #beside = new Set<Promise<unknown>>();
  #alone: Promise<unknown> = Promise.resolve();

  /** Begins at once, unless somebody is alone or waits for it. */
  async beside<T>(work: () => Promise<T>): Promise<T> {
    for (let last: unknown; last !== this.#alone; await last) last = this.#alone;
    const working = work();
    this.#beside.add(working);
    try {
      return await working;
    } finally {
      this.#beside.delete(working);
    }
  }

  /** Begins when all that has begun has ended; nothing else begins before it has ended too. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const working = this.#alone.then(async () => {
      await Promise.allSettled(this.#beside);
      return await work();
    });
    this.#alone = working.catch(() => undefined);
    return working;
  }
}
