import { EnvHttpProxyAgent, request } from 'undici';
import type { Bounds } from './bounds.ts';
import { NotInstallable, RegistryFault } from './errors.ts';
import { digestOfDist, matches } from './integrity.ts';
import { isVersion, tarballPath } from './names.ts';
import type { Store } from './store.ts';

/** What a registry says of a package, in npm's short form. */
export interface Metadata {
  'dist-tags': Record<string, string>;
  versions: Record<string, { dist?: { integrity?: unknown; shasum?: unknown; tarball?: unknown } }>;
}

export interface RegistryParts {
  /** Its URL, with a slash at the end. */
  url: URL;
  store: Store;
  bounds: Bounds;
  signal: AbortSignal;
}

/** So long a version that has just been published may stay unknown. */
const FRESH_MS = 5 * 60_000;
const SHORT_FORM = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
/** The registry knows no such thing, or does not give it to everybody. */
const REFUSALS = [401, 403, 404, 405, 410, 451];

/** A package registry, of which only packages are asked; what it has given once is not asked for again. */
export class Registry implements AsyncDisposable {
  readonly #parts: RegistryParts;
  readonly #dispatcher: EnvHttpProxyAgent;
  /** It has failed once, so what is kept must do. */
  isAway = false;
  #asked = 0;

  constructor(parts: RegistryParts) {
    this.#parts = parts;
    const timeout = parts.bounds.answerSeconds * 1000;
    this.#dispatcher = new EnvHttpProxyAgent({ headersTimeout: timeout, bodyTimeout: timeout, connect: { timeout } });
  }

  /**
   * What was kept will do when the registry is away, unless it must not be older than now.
   * @throws NotInstallable when there is no such package, RegistryFault when nobody can say.
   */
  async metadata(name: string, freshMs = FRESH_MS): Promise<Metadata> {
    const { store, bounds } = this.#parts;
    const url = this.#urlOf(`/${name.replace('/', '%2f')}`);
    const kept = await store.metadata(url.href);
    if (kept && freshMs > 0 && (kept.ageMs < freshMs || this.isAway)) return parsed(kept.text, name);
    try {
      const bytes = await this.#get(url, name, bounds.metadataMegabytes);
      const text = bytes.toString('utf8');
      const metadata = parsed(text, name);
      await store.keepMetadata(url.href, text);
      return metadata;
    } catch (error) {
      if (!(error instanceof RegistryFault) || !kept || freshMs === 0) throw error;
      this.isAway = true;
      return parsed(kept.text, name);
    }
  }

  /** Exactly the bytes that the registry's own digest is of. @throws NotInstallable or RegistryFault. */
  async tarball(name: string, version: string): Promise<Buffer> {
    const dist =
      (await this.metadata(name)).versions[version]?.dist ?? (await this.metadata(name, 0)).versions[version]?.dist;
    if (!dist) throw new NotInstallable(`The registry has no version ${version} of "${name}".`);
    const digest = digestOfDist(dist);
    if (!digest) throw new NotInstallable(`The registry gives no digest of "${name}" ${version}.`);
    const { store, bounds } = this.#parts;
    const kept = await store.tarball(digest);
    if (kept) return kept;
    const bytes = await this.#get(this.#tarballUrl(name, version, dist.tarball), name, bounds.tarballMegabytes);
    if (!matches(digest, bytes)) {
      throw new RegistryFault(`what came as "${name}" ${version} is not what the registry's digest is of.`);
    }
    await store.keepTarball(digest, bytes);
    return bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dispatcher.destroy();
  }

  /** Whether an answer is waited for. */
  get isAsked(): boolean {
    return this.#asked > 0;
  }

  /** Where the registry says, if that is a place of its own. */
  #tarballUrl(name: string, version: string, said: unknown): URL {
    const { url } = this.#parts;
    const own = typeof said === 'string' && URL.canParse(said) ? new URL(said) : undefined;
    return own?.origin === url.origin && own.pathname.startsWith(url.pathname)
      ? own
      : this.#urlOf(tarballPath(name, version));
  }

  #urlOf(path: string): URL {
    return new URL(`.${path}`, this.#parts.url);
  }

  async #get(url: URL, name: string, megabytes: number): Promise<Buffer> {
    this.#asked += 1;
    try {
      return await this.#answer(url, name, megabytes);
    } catch (error) {
      this.#parts.signal.throwIfAborted();
      if (error instanceof NotInstallable || error instanceof RegistryFault) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      throw new RegistryFault(`the registry cannot be reached (${code || message}).`, { cause: error });
    } finally {
      this.#asked -= 1;
    }
  }

  async #answer(url: URL, name: string, megabytes: number): Promise<Buffer> {
    const { signal } = this.#parts;
    const options = {
      dispatcher: this.#dispatcher,
      signal,
      headers: { accept: SHORT_FORM, 'accept-encoding': 'identity' },
    };
    const { statusCode, body } = await request(url, options);
    if (statusCode !== 200) await body.dump({ limit: 65_536 });
    if (REFUSALS.includes(statusCode))
      throw new NotInstallable(`The registry has no package "${name}" (${statusCode}).`);
    // A redirect would lead to a place that nobody has chosen.
    if (statusCode !== 200)
      throw new RegistryFault(`the registry answered ${statusCode} when it was asked for "${name}".`);
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of body) {
      size += part.length;
      if (size > megabytes * 2 ** 20) throw new NotInstallable(`"${name}" is larger than ${megabytes} MB.`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  }
}

function parsed(text: string, name: string): Metadata {
  const { versions, 'dist-tags': tags } = objectOf(text);
  if (typeof versions !== 'object' || versions === null) {
    throw new RegistryFault(`the registry does not say what versions of "${name}" there are.`);
  }
  const known = Object.entries(versions).filter(([version, entry]) => isVersion(version) && Object(entry) === entry);
  const tagged = Object.entries<unknown>(Object(tags)).flatMap(([tag, version]) =>
    isVersion(version) ? [[tag, version]] : [],
  );
  return { 'dist-tags': Object.fromEntries(tagged), versions: Object.fromEntries(known) };
}

function objectOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
