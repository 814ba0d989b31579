import limit from 'p-limit';
import type { Check, Deployment, Instance, StartOptions, World } from './types.ts';

/** How many of the world's instances are started at once: a start keeps a core busy. */
const STARTS_AT_ONCE = 2;

/** The submission's processes, as a check handles them. */
export class Service {
  readonly #deployment: Deployment;
  readonly #instances: NonNullable<World['instances']>;
  readonly #starts = limit(STARTS_AT_ONCE);
  /** What `shared` made once for the whole run. */
  readonly #made = new Map<string, Promise<unknown>>();

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
    return this.shared(`instance ${name}`, () => this.#starts(start));
  }

  /** What `make` gives, made once a run whichever check asks first. */
  shared<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(key) ?? make();
    this.#made.set(key, known);
    return known as Promise<T>;
  }
}
