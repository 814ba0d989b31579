import limit from 'p-limit';
import type { Check, Deployment, Instance, StartOptions, World } from './types.ts';

/** How many of the world's instances are started at once: a start keeps a core busy. */
const STARTS_AT_ONCE = 2;

type Made = Map<string, { value: Promise<unknown>; since: number }>;

/** The submission's processes, as a check handles them. */
export class Service {
  readonly #deployment: Deployment;
  readonly #instances: NonNullable<World['instances']>;
  #starts = limit(STARTS_AT_ONCE);
  /** What `shared` made, and since when what it rests on was seen (`performance.now()`). */
  #made: Made = new Map();
  /** Since when this has been used, or what it has shared. */
  #since = performance.now();
  /** By the number of the try. */
  readonly #onTry = new Map<number, Made>();
  #ready = new Map<string, Promise<Instance>>();

  /** Starts what these checks are tried at, in the world's order, before they ask for it. */
  constructor(deployment: Deployment, { instances = {} }: Pick<World, 'instances'>, checks: Check[] = []) {
    this.#deployment = deployment;
    this.#instances = instances;
    if (deployment.sandbox === 'remote') return;
    const wanted = new Set(checks.map(({ at }) => at));
    // Whoever asks for one is told why it is not there.
    for (const name of Object.keys(instances)) if (wanted.has(name)) this.at(name).catch(() => undefined);
  }

  get main(): Instance {
    return this.#deployment.main;
  }

  /** One more instance with a database of its own; not yet ready. */
  start(options?: StartOptions): Promise<Instance> {
    return this.#deployment.start(options);
  }

  /** The world's instance of this name, when it is ready; started once a run. */
  at(name: string): Promise<Instance> {
    const start = async () => {
      const instance = await this.start(this.#instances[name]);
      await instance.ready();
      return instance;
    };
    return once(this.#ready, name, () => this.#starts(start));
  }

  /** What `make` gives, made once a run whichever check asks first, and once more for the second try of checks. */
  async shared<T>(key: string, make: () => Promise<T>): Promise<T> {
    const made = once(this.#made, key, () => {
      const own = { since: this.#since, value: make() as Promise<unknown> };
      // It may rest on what was shared before.
      own.value.finally(() => Object.assign(own, { since: this.#since })).catch(() => undefined);
      return own;
    });
    await made.value.catch(() => undefined);
    this.#since = Math.min(this.#since, made.since);
    return made.value as Promise<T>;
  }

  /** Since when the machine may have spoilt what was seen by this. */
  get since(): number {
    return this.#since;
  }

  /** The same processes for the nth try of a check, which shares with others that are tried for the nth time. */
  onTry(attempt: number): Service {
    const again = new Service(this.#deployment, { instances: this.#instances });
    again.#starts = this.#starts;
    again.#ready = this.#ready;
    again.#made = once(this.#onTry, attempt, () => new Map());
    return again;
  }
}

function once<Key, T>(known: Map<Key, T>, key: Key, make: () => T): T {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}
