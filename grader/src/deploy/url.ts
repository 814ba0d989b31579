import { Agent, type Dispatcher } from 'undici';
import type { Deployment, Instance } from '../types.ts';
import { UnreadableSubmission } from './errors.ts';
import { HTTP } from './http.ts';

/** A service that may have been asleep has this long for its first answer. */
const READY_SECONDS = 20;

/** What already runs somewhere. No redirect is followed. @throws UnreadableSubmission when this is no such URL. */
export function deployUrl(url: string): Deployment {
  const origin = originOf(url);
  const dispatcher = new Agent(HTTP);
  const main = new RemoteInstance(origin, dispatcher);
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

class RemoteInstance implements Instance {
  readonly origin: string;
  readonly dispatcher: Dispatcher;
  readonly exited: Promise<never> = new Promise(() => undefined);
  readonly signal = notOurs;
  readonly restart = notOurs;

  constructor(origin: string, dispatcher: Dispatcher) {
    this.origin = origin;
    this.dispatcher = dispatcher;
  }

  async ready(): Promise<void> {
    const signal = AbortSignal.timeout(READY_SECONDS * 1000);
    try {
      const { body } = await this.dispatcher.request({ origin: this.origin, path: '/health', method: 'GET', signal });
      await body.dump();
    } catch (error) {
      const { code, name } = error as NodeJS.ErrnoException;
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
    await this.dispatcher.destroy();
  }
}

const NOT_OURS = 'What runs at a URL is not started by the grader.';
const notOurs = () => Promise.reject(new Error(NOT_OURS));
