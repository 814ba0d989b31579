import { isIP } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import type { Deployment, Instance } from '../types.ts';
import { type Addresses, guardedConnector, type Resolve, whyRefused } from './addresses.ts';
import { UnreadableSubmission } from './errors.ts';
import { HTTP } from './http.ts';
import { defaultLimits } from './limits.ts';

/** A service that may have been asleep has this long for its first answer. */
const READY_SECONDS = 20;

export interface UrlOptions {
  /** Where requests may go; anywhere by default. */
  addresses?: Addresses;
  /** How names become addresses; as the system does it by default. */
  resolve?: Resolve;
  /** The whole time that there is for all requests. */
  wallSeconds?: number;
}

/**
 * What already runs somewhere. No redirect is followed, nothing is decompressed, headers end at 16 kB.
 * @throws UnreadableSubmission when this is no such URL, or one that leads where requests may not go.
 */
export function deployUrl(url: string, options: UrlOptions = {}): Deployment {
  const { addresses = 'any', resolve, wallSeconds = defaultLimits.wallSeconds } = options;
  const origin = originOf(url);
  const connect = guardedConnector(addresses, resolve);
  mustBePermitted(origin, addresses);
  const dispatcher = new Agent({ ...HTTP, connect });
  const main = new RemoteInstance(origin, dispatcher, wallSeconds);
  return {
    sandbox: 'remote',
    main,
    start: notOurs,
    [Symbol.asyncDispose]: () => main[Symbol.asyncDispose](),
  };
}

function originOf(text: string): string {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new UnreadableSubmission(
      'not a URL',
      `"${text}" is not an http or https URL.`,
      'Give one such as https://example.org.',
    );
  }
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    const message = `"${text}" holds more than scheme, host and port.`;
    throw new UnreadableSubmission(
      'URL with a path',
      message,
      `The service must stand at the root: try ${url.origin}.`,
    );
  }
  return url.origin;
}

function mustBePermitted(origin: string, addresses: Addresses): void {
  const { protocol, hostname } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (addresses === 'public' && protocol !== 'https:') {
    const message = `"${origin}" is asked over https alone.`;
    throw new UnreadableSubmission('refused address', message, `Try https://${hostname}.`);
  }
  const reason = isIP(host) ? whyRefused(host, protocol, addresses) : undefined;
  if (reason) throw refusedAddress(`"${origin}": ${reason}.`);
}

function refusedAddress(message: string): UnreadableSubmission {
  const advice = 'Give the https URL at which everybody reaches the service.';
  return new UnreadableSubmission('refused address', message, advice);
}

class RemoteInstance implements Instance {
  readonly origin: string;
  readonly dispatcher: Dispatcher;
  readonly exited: Promise<never> = new Promise(() => undefined);
  readonly signal = notOurs;
  readonly restart = notOurs;

  readonly #end: NodeJS.Timeout;

  constructor(origin: string, dispatcher: Dispatcher, wallSeconds: number) {
    this.origin = origin;
    this.dispatcher = dispatcher;
    const over = new Error(`the ${wallSeconds} s for ${origin} are over`);
    this.#end = setTimeout(() => dispatcher.destroy(over), wallSeconds * 1000).unref();
  }

  async ready(): Promise<void> {
    const signal = AbortSignal.timeout(READY_SECONDS * 1000);
    try {
      const { body } = await this.dispatcher.request({ origin: this.origin, path: '/health', method: 'GET', signal });
      await body.dump();
    } catch (error) {
      const { code, name, message: reason } = error as NodeJS.ErrnoException;
      if (name === 'AddressRefused') throw refusedAddress(`"${this.origin}": ${reason}.`);
      const message = `Nothing answers at ${this.origin} (${code ?? name}).`;
      throw new UnreadableSubmission(
        'dead URL',
        message,
        `Open ${this.origin}/health in a browser: it must answer from outside your own machine.`,
      );
    }
  }

  output(): string {
    return '';
  }

  cutDatabase(): void {
    throw new Error(NOT_OURS);
  }

  healDatabase(): void {
    throw new Error(NOT_OURS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#end);
    await this.dispatcher.destroy();
  }
}

const NOT_OURS = 'What runs at a URL is not started by the grader.';
const notOurs = () => Promise.reject(new Error(NOT_OURS));
