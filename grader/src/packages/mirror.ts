import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Bounds } from './bounds.ts';
import { NotInstallable, RegistryFault } from './errors.ts';
import { type Asked, askedBy, tarballPath } from './names.ts';
import type { Metadata, Registry } from './registry.ts';
import { measure } from './tarball.ts';

export interface MirrorParts {
  registry: Registry;
  /** The path of the socket at which it listens. */
  socket: string;
  /** Its own URL, as its only client sees it. */
  origin: string;
  bounds: Bounds;
  /** Called when nothing more may come of it. */
  onEnd(why: Error): void;
}

/**
 * All that a sandbox sees of the registry while packages are installed: GET of a package's metadata or of its tarball, each
 * counted and measured. There is nothing else to be had, whoever asks.
 */
export class Mirror implements AsyncDisposable {
  readonly #parts: MirrorParts;
  readonly #server: Server;
  readonly #names = new Set<string>();
  readonly #tarballs = new Map<string, Promise<Buffer>>();
  #left: { bytes: number; entries: number };
  /** What npm was refused; it may have done without. */
  readonly refusals: string[] = [];

  static async open(parts: MirrorParts): Promise<Mirror> {
    const mirror = new Mirror(parts);
    mirror.#server.listen({ path: parts.socket, readableAll: true, writableAll: true });
    await once(mirror.#server, 'listening');
    return mirror;
  }

  private constructor(parts: MirrorParts) {
    this.#parts = parts;
    const { unpackedMegabytes, entries } = parts.bounds;
    this.#left = { bytes: unpackedMegabytes * 2 ** 20, entries };
    this.#server = createServer({ maxHeaderSize: 16_384 }, (request, response) => {
      this.#answer(request, response).catch((error) => this.#fail(error, response));
    });
    this.#server.maxConnections = 64;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await Promise.allSettled(this.#tarballs.values());
  }

  async #answer({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (method !== 'GET') return refuse(response, 405);
    const asked = askedBy(url);
    if (!asked) return refuse(response, 404);
    this.#names.add(asked.name);
    if (this.#names.size > this.#parts.bounds.packages) throw this.#tooMany();
    if (asked.version === undefined) return this.#metadata(asked, response);
    response.setHeader('content-type', 'application/octet-stream').end(await this.#tarball(asked.name, asked.version));
  }

  async #metadata({ name }: Asked, response: ServerResponse): Promise<void> {
    const metadata = await this.#parts.registry.metadata(name);
    const text = JSON.stringify({ name, ...withOwnPlaces(name, metadata, this.#parts.origin) });
    response.setHeader('content-type', 'application/vnd.npm.install-v1+json').end(text);
  }

  /** Fetched and measured once, however often it is asked for. */
  #tarball(name: string, version: string): Promise<Buffer> {
    const key = tarballPath(name, version);
    const known = this.#tarballs.get(key) ?? this.#fetched(name, version);
    this.#tarballs.set(key, known);
    if (this.#tarballs.size > this.#parts.bounds.packages) throw this.#tooMany();
    return known;
  }

  async #fetched(name: string, version: string): Promise<Buffer> {
    const tarball = await this.#parts.registry.tarball(name, version);
    const { bytes, entries } = await measure(tarball, this.#left).catch((error: Error) => {
      throw new TooMuch(`The package "${name}" ${version} ${error.message}`);
    });
    this.#left = { bytes: this.#left.bytes - bytes, entries: this.#left.entries - entries };
    if (this.#left.bytes < 0)
      throw new TooMuch(`Unpacked they are more than ${this.#parts.bounds.unpackedMegabytes} MB.`);
    if (this.#left.entries < 0) throw new TooMuch(`They hold more than ${this.#parts.bounds.entries} files.`);
    return tarball;
  }

  #tooMany(): TooMuch {
    return new TooMuch(`They are more than ${this.#parts.bounds.packages.toLocaleString('en')} packages.`);
  }

  /** What is not there is npm's affair: it may be optional. */
  #fail(error: Error, response: ServerResponse): void {
    const isRefusal = error instanceof NotInstallable && !(error instanceof TooMuch);
    if (isRefusal) this.refusals.push(error.message);
    else this.#parts.onEnd(error instanceof TooMuch ? new NotInstallable(error.message) : asFault(error));
    refuse(response, isRefusal ? 404 : 502);
  }
}

/** No further package will mend it. */
class TooMuch extends NotInstallable {}

function asFault(error: Error): RegistryFault {
  return error instanceof RegistryFault ? error : new RegistryFault(`${error.message}.`, { cause: error });
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status).end();
}

/** All tarballs are here, whatever else a registry says. */
function withOwnPlaces(name: string, { versions, ...rest }: Metadata, origin: string) {
  const own = Object.entries(versions).map(([version, manifest]) => {
    const dist = { ...manifest.dist, tarball: `${origin}${tarballPath(name, version)}` };
    return [version, { ...manifest, dist }];
  });
  return { ...rest, versions: Object.fromEntries(own) };
}
