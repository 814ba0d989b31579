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
    // @lab:begin 2.5
    const attempt = { key: digest(key), fingerprint: digest(request) };
    // The person and the record become true in the same instant, or not at all.
    return this.#knex.transaction(async (transaction) => {
      // Where another transaction has inserted this key, this waits for the end of it.
      const mine = await transaction('attempts').insert(attempt).onConflict('key').ignore().returning('key');
      if (mine.length === 0) return recorded(transaction, attempt);
      const answer = await create(new Persons(transaction));
      await transaction('attempts').where({ key: attempt.key }).update(answer);
      return answer;
    });
    // @lab:starter
    //| // TODO(2.5) A repeat with the same key creates nothing, and gets the first answer again.
    //| return create(new Persons(this.#knex));
    // @lab:end
  }
}
// @lab:begin 2.5

async function recorded(
  transaction: Knex,
  { key, fingerprint }: { key: string; fingerprint: string },
): Promise<Answer> {
  const { fingerprint: first, location, etag, body } = await transaction('attempts').where({ key }).first();
  if (first === fingerprint) return { location, etag, body };
  throw new Problem(422, 'This Idempotency-Key came with another body before.', {
    code: 'key-reused',
    errors: [{ pointer: '', detail: 'differs from the body that came with this key before' }],
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
// @lab:end
