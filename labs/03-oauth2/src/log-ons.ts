import { createHash, randomBytes } from 'node:crypto';
import { Problem } from '@seeka/kit/problem';
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
    throw new Problem(501, 'TODO(3.1) Make a state and a cookie that nobody can guess, and keep what belongs to them.');
  }

  /** Ends it, whatever comes of it; undefined when there is none with this state in this browser. */
  async end(state: string, browser: string): Promise<LogOn | undefined> {
    throw new Problem(501, 'TODO(3.2) Find it by its state and browser, and take it away in the same statement.');
  }
}

/** 256 bits that nobody can guess. */
export function secret(): string {
  return randomBytes(32).toString('base64url');
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
