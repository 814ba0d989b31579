import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bounds } from '../../../src/packages/bounds.ts';
import type { Deployment } from '../../../src/types.ts';
import type { Bench } from '../../deploy/support/deployments.ts';
import { obedient } from '../../deploy/support/services.ts';
import { FakeRegistry, type Made } from './registry.ts';

/** A registry, an empty cache, and a place to deploy what needs them. */
export class Shop implements AsyncDisposable {
  readonly bench: Bench;
  readonly registry: FakeRegistry;
  readonly cache: string;

  static async open(bench: Bench, packages: Record<string, Record<string, Made>>): Promise<Shop> {
    const cache = await mkdtemp(join(tmpdir(), 'packages-'));
    // As .seeka is: users of submissions pass through.
    await chmod(cache, 0o755);
    return new Shop(bench, await FakeRegistry.open(packages), cache);
  }

  private constructor(bench: Bench, registry: FakeRegistry, cache: string) {
    this.bench = bench;
    this.registry = registry;
    this.cache = cache;
  }

  /** Deploys a service that runs what it is sent, with these members of package.json and these further files. */
  async deploy(
    members: Record<string, unknown>,
    files: Record<string, string> = {},
    bounds: Partial<Bounds> = {},
    signal?: AbortSignal,
  ): Promise<Deployment> {
    const own = {
      Procfile: 'web: exec node server.js\n',
      'package.json': JSON.stringify({ type: 'module', ...members }),
      'server.js': obedient,
    };
    const packages = { registry: this.registry.url, cache: this.cache, bounds };
    return this.bench.deploy({ ...own, ...files }, { packages, ...(signal ? { signal } : {}) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.registry[Symbol.asyncDispose]();
    await rm(this.cache, { recursive: true, force: true });
  }
}
