import { createHash } from 'node:crypto';
import { Problem } from '@seeka/kit/problem';
import type { Knex } from 'knex';
import { Persons } from './store.ts';

/** What a client is told of a person that was created. */
export interface Answer {
  location: string;
  etag: string;
  /** JSON, to the byte. */
  body: string;
}

/** Attempts to create a person, each under the name that its client gave it (Idempotency-Key). */
export class Attempts {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Creates once for each key, and answers every repeat as the first time.
   * Problem: 422 when the key came with another body before.
   */
  async once(key: string, request: string, create: (persons: Persons) => Promise<Answer>): Promise<Answer> {
    // TODO(2.5) A repeat with the same key creates nothing, and gets the first answer again.
    return create(new Persons(this.#knex));
  }
}
