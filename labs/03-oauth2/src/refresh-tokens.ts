import { Problem } from '@seeka/kit/problem';
import type { Knex } from 'knex';
import { digest, secret } from './log-ons.ts';

/** What came of using a refresh token. */
export type Refreshed =
  | { outcome: 'refreshed'; sub: string; scope: string; token: string }
  | { outcome: 'invalid_grant' }
  | { outcome: 'invalid_scope' };

const LIFETIME = '30 days';

/** Refresh tokens: each good once, and all of one log-on a family that lives and dies together (RFC 9700 §4.14.2). */
export class RefreshTokens {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** The first token of a new family. */
  async begin(sub: string, scope: string): Promise<string> {
    throw new Problem(501, 'TODO(3.5) Store the hash of a token that nobody can guess, in a family of its own.');
  }

  /** @param wanted a scope, when the client names one. */
  async use(token: string, wanted: string | undefined): Promise<Refreshed> {
    throw new Problem(501, 'TODO(3.5) Use it up, and add the next; if it was used before, the whole family dies.');
  }

  /** Kills the family of a token; of an unknown one nothing. */
  async revoke(token: string): Promise<void> {
    throw new Problem(501, 'TODO(3.5) The log-on of this token is over.');
  }
}
