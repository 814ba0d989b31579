import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Cluster, openCluster } from '@seeka/postgres';
import { type DeployOptions, deploy } from '../../../src/deploy/deploy.ts';
import type { Deployment, Instance, World } from '../../../src/types.ts';
import { kinds } from './kinds.ts';

export const course = join(import.meta.dirname, '..', '..', '..', '..');

/** What the tests of a file share; closed after them, with all that they deployed. */
export class Bench implements AsyncDisposable {
  readonly cluster: Cluster;
  readonly world: World;
  /** The port of a neighbour that answers everything with "the double". */
  readonly neighbour: number;
  /** A port of this machine that is none of a submission's business. */
  readonly stranger: number;
  readonly #resources: AsyncDisposableStack;

  static async open(): Promise<Bench> {
    const resources = new AsyncDisposableStack();
    const cluster = resources.use(await openCluster());
    return new Bench(resources, cluster, await serve(resources, 'the double'), await serve(resources, 'the stranger'));
  }

  private constructor(resources: AsyncDisposableStack, cluster: Cluster, neighbour: number, stranger: number) {
    this.#resources = resources;
    this.cluster = cluster;
    this.neighbour = neighbour;
    this.stranger = stranger;
    this.world = {
      settings: { NEIGHBOUR_URL: `http://127.0.0.1:${neighbour}` },
      ports: [neighbour],
      contextFor: () => ({}),
      [Symbol.asyncDispose]: async () => undefined,
    };
  }

  /** Writes files into a new folder. */
  async handIn(files: Record<string, string>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'handed-in-'));
    this.#resources.defer(() => rm(folder, { recursive: true, force: true }));
    await writeAll(folder, files);
    return folder;
  }

  /** Deploys files, or a folder. */
  async deploy(files: Record<string, string> | string, options: Partial<DeployOptions> = {}): Promise<Deployment> {
    const folder = typeof files === 'string' ? files : await this.handIn(files);
    const parts = { world: this.world, cluster: this.cluster, course, sandbox: kinds[0] };
    return this.#resources.use(await deploy({ kind: 'folder', lab: 'any', folder }, { ...parts, ...options }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#resources.disposeAsync();
  }
}

async function serve(resources: AsyncDisposableStack, answer: string): Promise<number> {
  const server = createServer((_request, response) => response.end(answer)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  resources.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

async function writeAll(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Asks an instance. */
export async function ask(instance: Instance, path: string, body?: string): Promise<{ status: number; text: string }> {
  const method = body === undefined ? 'GET' : 'POST';
  const response = await instance.dispatcher.request({ origin: instance.origin, path, method, body: body ?? null });
  return { status: response.statusCode, text: await response.body.text() };
}

/** Has `service` run the body of an async function, and gives what it returns. */
export async function inside(instance: Instance, body: string): Promise<unknown> {
  const { text } = await ask(instance, '/run', body);
  const { value, error } = JSON.parse(text);
  if (error !== undefined) throw new Error(error);
  return value;
}
