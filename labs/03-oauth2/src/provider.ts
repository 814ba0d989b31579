import { call, type NoAnswer } from '@seeka/kit/outgoing';
import { Problem } from '@seeka/kit/problem';
import type { Settings } from './settings.ts';

/** Whom the provider has let in. */
export interface Profile {
  email: string;
  givenName: string | undefined;
  familyName: string | undefined;
}

/** What passport-oauth2 adds to a code: `grant_type`, `redirect_uri`, `code_verifier`. */
export type CodeParameters = Record<string, string>;

/** The log-on provider, whoever that is. Problems: 502 when it gives no answer of use, 504 when it is slow. */
export class Provider {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Changes a code for an access token (RFC 6749 §4.1.3). */
  async token(code: string, parameters: CodeParameters): Promise<string> {
    throw new Problem(
      501,
      'TODO(3.2) Send the code and its parameters with our client id and secret; read access_token.',
    );
  }

  /** Problem: 403 when the e-mail address is not proven to be theirs. */
  async profile(token: string): Promise<Profile> {
    throw new Problem(
      501,
      'TODO(3.2) Ask OAUTH2_USERINFO_URL with the token; let nobody in whose e-mail is not verified.',
    );
  }
}
