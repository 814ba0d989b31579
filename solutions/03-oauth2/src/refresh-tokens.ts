// @lab:begin 3.5
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
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
    // @lab:begin 3.5
    return this.#knex.transaction(async (transaction) => {
      await transaction('refresh_tokens').whereRaw('"endsAt" < now()').delete();
      const [family] = await transaction('families').insert({ sub, scope }).returning('id');
      return added(transaction, family.id);
    });
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.5) Store the hash of a token that nobody can guess, in a family of its own.');
    // @lab:end
  }

  /** @param wanted a scope, when the client names one. */
  async use(token: string, wanted: string | undefined): Promise<Refreshed> {
    // @lab:begin 3.5
    return this.#knex.transaction(async (transaction) => {
      const family = await lockedFamily(transaction, token);
      if (!family || family.dead) return { outcome: 'invalid_grant' };
      if (wanted !== undefined && !isWithin(wanted, family.scope)) return { outcome: 'invalid_scope' };
      const hash = digest(token);
      const fresh = await transaction('refresh_tokens').where({ hash, used: false }).update({ used: true });
      if (fresh === 0) {
        // Two have had it. One of them has stolen it, and nobody can tell which.
        await transaction('families').where({ id: family.id }).update({ dead: true });
        return { outcome: 'invalid_grant' };
      }
      const { sub, id } = family;
      return { outcome: 'refreshed', sub, scope: wanted ?? family.scope, token: await added(transaction, id) };
    });
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.5) Use it up, and add the next; if it was used before, the whole family dies.');
    // @lab:end
  }

  /** Kills the family of a token; of an unknown one nothing. */
  async revoke(token: string): Promise<void> {
    // @lab:begin 3.5
    await this.#knex.transaction(async (transaction) => {
      const family = await lockedFamily(transaction, token);
      if (family) await transaction('families').where({ id: family.id }).update({ dead: true });
    });
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.5) The log-on of this token is over.');
    // @lab:end
  }
}
// @lab:begin 3.5

interface Family {
  id: string;
  sub: string;
  scope: string;
  dead: boolean;
}

/** Whoever uses a token of a family waits for whoever does so already: so of N racing uses, one is first. */
async function lockedFamily(transaction: Knex.Transaction, token: string): Promise<Family | undefined> {
  const found = await transaction('refresh_tokens')
    .where({ hash: digest(token) })
    .whereRaw('"endsAt" > now()')
    .first('family');
  return found && transaction('families').where({ id: found.family }).forUpdate().first();
}

async function added(transaction: Knex.Transaction, family: string): Promise<string> {
  const token = secret();
  const endsAt = transaction.raw(`now() + interval '${LIFETIME}'`);
  await transaction('refresh_tokens').insert({ hash: digest(token), family, endsAt });
  return token;
}

function isWithin(wanted: string, granted: string): boolean {
  const words = wanted.split(' ').filter(Boolean);
  return words.length > 0 && words.every((word) => granted.split(' ').includes(word));
}
// @lab:end
