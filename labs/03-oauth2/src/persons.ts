import { call } from '@seeka/kit/outgoing';
import { Problem } from '@seeka/kit/problem';
import type { Profile } from './provider.ts';

/** The neighbour that keeps people. Problem: 503 when it gives no answer of use in time. */
export class Persons {
  readonly #base: string;

  /** @param base its URL. */
  constructor(base: string) {
    this.#base = base.replace(/\/+$/, '');
  }

  /** The id of whoever has this e-mail address, made when there is nobody. */
  async idOf(profile: Profile, traceparent: string | undefined): Promise<string> {
    throw new Problem(
      501,
      'TODO(3.2) Look for the person by e-mail; make them when there is none; mind who comes in between.',
    );
  }

  /** A person's representation as Person shows it; undefined when there is none (any more). */
  async read(id: string, traceparent: string | undefined): Promise<string | undefined> {
    throw new Problem(501, 'TODO(3.4) Ask Person for them, and pass on what it shows.');
  }
}
