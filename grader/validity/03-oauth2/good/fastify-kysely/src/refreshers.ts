import { randomBytes, randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './database.ts';
import { hashOf } from './tokens.ts';

/** Refresh tokens; all of a log-on share the name of a family. */
export class Refreshers {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  begin(sub: string): Promise<string> {
    return this.#add(this.#database, sub, randomUUID());
  }

  /** Undefined when the token is not good; then all of its family are dead. */
  async next(token: string): Promise<{ sub: string; token: string } | undefined> {
    return this.#database.transaction().execute(async (transaction) => {
      const known = await this.#row(token, transaction);
      if (!known) return undefined;
      // Whoever uses a token of this family waits for whoever does so already.
      await sql`select pg_advisory_xact_lock(hashtextextended(${known.family}, 0))`.execute(transaction);
      const now = await this.#row(token, transaction);
      if (now?.state !== 'fresh') {
        await transaction.updateTable('refresh').set({ state: 'dead' }).where('family', '=', known.family).execute();
        return undefined;
      }
      await transaction.updateTable('refresh').set({ state: 'used' }).where('token', '=', known.token).execute();
      return { sub: known.sub, token: await this.#add(transaction, known.sub, known.family) };
    });
  }

  async revoke(token: string): Promise<void> {
    const known = await this.#row(token);
    if (!known) return;
    await this.#database.updateTable('refresh').set({ state: 'dead' }).where('family', '=', known.family).execute();
  }

  #row(token: string, database = this.#database) {
    return database.selectFrom('refresh').selectAll().where('token', '=', hashOf(token)).executeTakeFirst();
  }

  async #add(database: Kysely<Tables>, sub: string, family: string): Promise<string> {
    const token = randomBytes(18).toString('base64url');
    await database
      .insertInto('refresh')
      .values({ token: hashOf(token), family, sub, state: 'fresh' })
      .execute();
    return token;
  }
}
