import type { Deployment, Instance, StartOptions } from './types.ts';

/** The submission's processes, as a check handles them. */
export class Service {
  readonly #deployment: Deployment;
  readonly #made: Map<string, Promise<unknown>>;

  /** `made` outlives the check: what `shared` made once for the whole run. */
  constructor(deployment: Deployment, made: Map<string, Promise<unknown>>) {
    this.#deployment = deployment;
    this.#made = made;
  }

  get main(): Instance {
    return this.#deployment.main;
  }

  /** One more instance with a database of its own; not yet ready. */
  start(options?: StartOptions): Promise<Instance> {
    return this.#deployment.start(options);
  }

  /** What `make` gives, made once a run whichever check asks first. */
  shared<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(key) ?? make();
    this.#made.set(key, known);
    return known as Promise<T>;
  }
}
