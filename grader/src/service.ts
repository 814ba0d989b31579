import limit from 'p-limit';
import type { Check, Deployment, Instance, StartOptions, World } from './types.ts';

/** How many of the world's instances are started at once: a start keeps a core busy. */
const STARTS_AT_ONCE = 2;

/** The submission's processes, as a check handles them. */
export class Service {
  readonly #deployment: Deployment;
  readonly #instances: NonNullable<World['instances']>;
  readonly #starts = limit(STARTS_AT_ONCE);
  /** What `shared` made. */
  readonly #made = new Map<string, Promise<unknown>>();
  /** By the number of the try. */
  readonly #onTry = new Map<number, Service>();
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
  shared<T>(key: string, make: () => Promise<T>): Promise<T> {
    return once(this.#made, key, make) as Promise<T>;
  }

  /** The same processes for the nth try of a check, with nothing shared yet. */
  onTry(attempt: number): Service {
    if (attempt === 1) return this;
    return once(this.#onTry, attempt, () => {
      const again = new Service(this.#deployment, { instances: this.#instances });
      again.#ready = this.#ready;
      return again;
    });
  }
}

function once<Key, T>(known: Map<Key, T>, key: Key, make: () => T): T {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}
