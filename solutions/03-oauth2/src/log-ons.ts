import { createHash, randomBytes } from 'node:crypto';
// @lab:begin 3.2
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
import type { Knex } from 'knex';

/** A log-on on its way to the provider and back. */
export interface LogOn {
  verifier: string;
  returnTo: string | null;
}

/** Long enough to find a password, and a telephone for the second factor. */
const LIMIT = '15 minutes';

/** Log-ons that are not finished, each tied to one browser, and good once. */
export class LogOns {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** @returns a fresh state for the provider, and what the browser keeps in a cookie. */
  async begin(logOn: LogOn): Promise<{ state: string; browser: string }> {
    // @lab:begin 3.1
    const [state, browser] = [secret(), secret()];
    await this.#knex('log_ons').whereRaw(`"beganAt" < now() - interval '${LIMIT}'`).delete();
    await this.#knex('log_ons').insert({ ...logOn, state: digest(state), browser: digest(browser) });
    return { state, browser };
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.1) Make a state and a cookie that nobody can guess, and keep what belongs to them.');
    // @lab:end
  }

  /** Ends it, whatever comes of it; undefined when there is none with this state in this browser. */
  async end(state: string, browser: string): Promise<LogOn | undefined> {
    // @lab:begin 3.2
    // One statement: of two callbacks with one state, one finds it.
    const [logOn] = await this.#knex('log_ons')
      .where({ state: digest(state), browser: digest(browser) })
      .whereRaw(`"beganAt" > now() - interval '${LIMIT}'`)
      .delete()
      .returning(['verifier', 'returnTo']);
    return logOn;
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.2) Find it by its state and browser, and take it away in the same statement.');
    // @lab:end
  }
}

/** 256 bits that nobody can guess. */
export function secret(): string {
  return randomBytes(32).toString('base64url');
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
