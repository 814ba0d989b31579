// @lab:begin 3.5
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
import type { Knex } from 'knex';
import { digest } from './log-ons.ts';

/** Access tokens that are dead before their time. */
export class Revocations {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async has(token: string): Promise<boolean> {
    // @lab:begin 3.5
    return (
      (await this.#knex('revoked_tokens')
        .where({ hash: hashOf(token) })
        .first('hash')) !== undefined
    );
    // @lab:starter
    //| // TODO(3.5) Look it up.
    //| return false;
    // @lab:end
  }

  /** @param endsAt when it would have ended by itself, in seconds since 1970. */
  async add(token: string, endsAt: number): Promise<void> {
    // @lab:begin 3.5
    await this.#knex('revoked_tokens').whereRaw('"endsAt" < now()').delete();
    const row = { hash: hashOf(token), endsAt: new Date(endsAt * 1_000) };
    await this.#knex('revoked_tokens').insert(row).onConflict('hash').ignore();
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.5) Keep it until then, and forget what has ended.');
    // @lab:end
  }
}
// @lab:begin 3.5

/** Of what is signed: the same signature can be written in several ways, and a `jti` may be missing. */
function hashOf(token: string): string {
  return digest(token.slice(0, token.lastIndexOf('.')));
}
// @lab:end
