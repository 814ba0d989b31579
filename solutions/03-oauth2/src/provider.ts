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
    // @lab:begin 3.2
    const { OAUTH2_TOKEN_URL, OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET } = this.#settings;
    const credentials = [OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET].map(encodeURIComponent).join(':');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    };
    const body = new URLSearchParams({ ...parameters, code }).toString();
    const { access_token: token } = await asked(OAUTH2_TOKEN_URL, { method: 'POST', headers, body });
    if (typeof token !== 'string' || !/^[\w.~+/=-]+$/.test(token)) throw useless('no access token');
    return token;
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.2) Send the code and its parameters with our client id and secret; read access_token.');
    // @lab:end
  }

  /** Problem: 403 when the e-mail address is not proven to be theirs. */
  async profile(token: string): Promise<Profile> {
    // @lab:begin 3.2
    const headers = { authorization: `Bearer ${token}` };
    const shown = await asked(this.#settings.OAUTH2_USERINFO_URL, { headers });
    const { email, email_verified: verified, given_name: givenName, family_name: familyName } = shown;
    // "false" and 1 are true for JavaScript.
    if (typeof email !== 'string' || email === '' || verified !== true) {
      throw new Problem(403, 'The provider has not verified your e-mail address.', { code: 'email-not-verified' });
    }
    return { email, givenName: textIn(givenName), familyName: textIn(familyName) };
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.2) Ask OAUTH2_USERINFO_URL with the token; let nobody in whose e-mail is not verified.');
    // @lab:end
  }
}
// @lab:begin 3.2

async function asked(url: string, request: Parameters<typeof call>[1]): Promise<Record<string, unknown>> {
  const { status, text } = await call(url, request).catch((error: NoAnswer) => {
    throw isLate(error) ? late(error) : useless(error);
  });
  if (status !== 200) throw useless(`status ${status}`);
  try {
    // `null` is JSON, too.
    return Object(JSON.parse(text));
  } catch (cause) {
    throw useless(cause);
  }
}

function isLate({ cause }: NoAnswer): boolean {
  return (cause as Error).name === 'TimeoutError';
}

function late(cause: unknown): Problem {
  return new Problem(504, 'The log-on provider is too slow.', { code: 'provider-slow', cause });
}

function useless(cause: unknown): Problem {
  return new Problem(502, 'The log-on provider gave no answer of use.', { code: 'provider-failed', cause });
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
// @lab:end
