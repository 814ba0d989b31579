import { Problem } from '@seeka/kit/problem';
import type { Knex } from 'knex';
import { digest } from './log-ons.ts';

/** Access tokens that are dead before their time. */
export class Revocations {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async has(token: string): Promise<boolean> {
    // TODO(3.5) Look it up.
    return false;
  }

  /** @param endsAt when it would have ended by itself, in seconds since 1970. */
  async add(token: string, endsAt: number): Promise<void> {
    throw new Problem(501, 'TODO(3.5) Keep it until then, and forget what has ended.');
  }
}
