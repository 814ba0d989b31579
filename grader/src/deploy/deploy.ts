import type { Cluster } from '@seeka/postgres';
import type { PackageOptions } from '../packages/packages.ts';
import type { Deployment, Instance, StartOptions, Submission, World } from '../types.ts';
import type { Addresses } from './addresses.ts';
import { mustBeFolder } from './copy.ts';
import { NotStarted } from './errors.ts';
import { type Ground, openGround } from './ground.ts';
import type { Limits } from './limits.ts';
import { neverStarted } from './never-started.ts';
import { Slot } from './slot.ts';
import { deployUrl } from './url.ts';
import type { LocalSandbox } from './walls.ts';

export interface DeployOptions {
  world: World;
  cluster: Cluster;
  /** The folder of the course: the repository's root. */
  course: string;
  /** By default bubblewrap, where it works, else Docker, else none. */
  sandbox?: LocalSandbox | undefined;
  limits?: Partial<Limits>;
  /** Where requests to a URL may go; anywhere by default. */
  addresses?: Addresses;
  /** Where packages come from that a submission has beside the course's. */
  packages?: PackageOptions;
  /** Called when packages are about to be installed, which takes seconds. */
  onInstalling?: (() => void) | undefined;
  /** Ends the deployment. */
  signal?: AbortSignal;
}

/**
 * Starts what was handed in; `main.ready()` tells when it answers, or why it does not.
 * @throws UnreadableSubmission when there is nothing at that path or URL.
 */
export async function deploy(submission: Submission, options: DeployOptions): Promise<Deployment> {
  options.signal?.throwIfAborted();
  if (submission.kind === 'url') return deployUrl(submission.url, options);
  await mustBeFolder(submission.folder);
  const ground = await openGround(submission.folder, options);
  const deployment = new FolderDeployment(ground);
  try {
    await deployment.open(options.signal);
    return deployment;
  } catch (error) {
    await deployment[Symbol.asyncDispose]();
    if (error instanceof NotStarted) return neverStarted(error, ground.sandbox);
    throw error;
  }
}

class FolderDeployment implements Deployment {
  readonly #ground: Ground;
  readonly #starting = new Set<Promise<Instance>>();
  #main: Instance | undefined;
  #starts = 0;
  #closing: Promise<void> | undefined;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  async open(signal: AbortSignal | undefined): Promise<void> {
    this.#main = await this.start();
    signal?.throwIfAborted();
    // Whoever disposes of it is told of a failure to close.
    signal?.addEventListener('abort', () => this[Symbol.asyncDispose]().catch(() => undefined), { once: true });
  }

  get sandbox() {
    return this.#ground.sandbox;
  }

  get notes() {
    return this.#ground.own.notes;
  }

  get main(): Instance {
    if (!this.#main) throw new Error('The deployment is not open.');
    return this.#main;
  }

  async start(options: StartOptions = {}): Promise<Instance> {
    if (this.#closing) throw new Error('The deployment is closed.');
    const starting = this.#start(options);
    this.#starting.add(starting);
    return starting.finally(() => this.#starting.delete(starting));
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #start(options: StartOptions): Promise<Instance> {
    this.#starts += 1;
    const slot = await Slot.open(this.#ground, String(this.#starts), options);
    return slot.boot();
  }

  /** What is on its way is awaited first, so that nothing is made afterwards. */
  async #close(): Promise<void> {
    await Promise.allSettled(this.#starting);
    await this.#ground.resources.disposeAsync();
  }
}
