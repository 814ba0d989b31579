import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Served, serve } from '../../deploy/support/servers.ts';
import { type Entry, tarball } from './tar.ts';

/** A package of the registry that a test plays. */
export interface Made {
  /** Members of its package.json beside name and version. */
  manifest?: Record<string, unknown>;
  files?: Record<string, Entry>;
  /** Instead of what is made of the files. */
  bytes?: Buffer;
  /** Instead of the digest of these bytes. */
  integrity?: string;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A package registry on loopback. */
export class FakeRegistry implements AsyncDisposable {
  readonly url: string;
  /** Paths, in the order in which they were asked for. */
  readonly asked: string[] = [];
  /** Answers in its place, when it returns true. */
  instead: Answer = () => false;
  readonly #served: Served;
  readonly #packages: Map<string, Record<string, Made>>;

  /** Packages by name, each with its versions. */
  static async open(packages: Record<string, Record<string, Made>>): Promise<FakeRegistry> {
    let registry: FakeRegistry | undefined;
    const served = await serve((request, response) => registry?.answer(request, response));
    registry = new FakeRegistry(served, packages);
    return registry;
  }

  private constructor(served: Served, packages: Record<string, Record<string, Made>>) {
    this.#served = served;
    this.url = `${served.origin}/`;
    this.#packages = new Map(Object.entries(packages));
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(request.url ?? '');
    this.asked.push(path);
    if (this.instead(request, response)) return;
    const [, name = '', version] = /^\/((?:@[^/]+\/)?[^/]+?)(?:\/-\/.*?-(\d.*)\.tgz)?$/.exec(path) ?? [];
    const versions = this.#packages.get(name);
    if (!versions) response.writeHead(404).end('{"error":"not found"}');
    else if (version === undefined) response.end(JSON.stringify(this.#metadata(name, versions)));
    else response.end(bytesOf(name, version, versions[version] ?? {}));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served[Symbol.asyncDispose]();
  }

  #metadata(name: string, versions: Record<string, Made>) {
    const entries = Object.entries(versions).map(([version, made]) => {
      const integrity = made.integrity ?? integrityOf(bytesOf(name, version, made));
      const base = name.replace(/^@[^/]+\//, '');
      const dist = { integrity, tarball: `${this.url}${name}/-/${base}-${version}.tgz` };
      return [version, { name, version, ...made.manifest, dist }];
    });
    return { name, 'dist-tags': { latest: Object.keys(versions).at(-1) }, versions: Object.fromEntries(entries) };
  }
}

/** As registries and package-lock.json write it. */
export function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

export function bytesOf(name: string, version: string, { manifest, files = {}, bytes }: Made): Buffer {
  const text = JSON.stringify({ name, version, ...manifest });
  const entries = Object.entries(files).map(([path, entry]) => [`package/${path}`, entry]);
  return bytes ?? tarball({ 'package/package.json': text, ...Object.fromEntries(entries) });
}

/** A package of one module. */
export function moduleOf(source: string, manifest: Record<string, unknown> = {}): Made {
  return { manifest: { type: 'module', exports: './index.js', ...manifest }, files: { 'index.js': source } };
}
