import type { Request } from 'express';
import OAuth2Strategy from 'passport-oauth2';
import { BROWSER, guarded } from './cookies.ts';
import type { LogOn, LogOns } from './log-ons.ts';
import type { CodeParameters, Profile, Provider } from './provider.ts';
import type { Settings } from './settings.ts';

/** What a request has on its way out, and what it finds again on its way back. */
export const passages = new WeakMap<Request, Partial<LogOn>>();

type Done<T> = (error: unknown, value?: T) => void;

/**
 * passport-oauth2 writes the redirect (RFC 6749 §4.1.1, RFC 7636) and keeps the order of the way back.
 * What it asks the provider is asked by `Provider`: its own client waits for ever, follows redirects, and puts tokens into URLs.
 */
export class LogOnStrategy extends OAuth2Strategy {
  // Not #provider: for each request passport makes an object of its own whose prototype this one is.
  readonly provider: Provider;

  constructor(settings: Settings, logOns: LogOns, provider: Provider) {
    super(
      {
        authorizationURL: settings.OAUTH2_AUTHORIZATION_URL,
        tokenURL: settings.OAUTH2_TOKEN_URL,
        clientID: settings.OAUTH2_CLIENT_ID,
        clientSecret: settings.OAUTH2_CLIENT_SECRET,
        // Absolute: a relative one would be made from the Host that a client names.
        callbackURL: `${settings.PUBLIC_URL}/login/callback`,
        scope: ['openid', 'email', 'profile'],
        pkce: true,
        store: storeOf(logOns, settings.PUBLIC_URL) as never,
      },
      (_token: string, _refreshToken: string, profile: Profile, done: OAuth2Strategy.VerifyCallback) =>
        done(null, profile),
    );
    this.provider = provider;
    const exchange = (code: string, parameters: CodeParameters, done: Done<string>) =>
      settle(provider.token(code, parameters), done);
    Object.assign(this._oauth2, { getOAuthAccessToken: exchange });
  }

  override userProfile(token: string, done: Done<Profile>): void {
    settle(this.provider.profile(token), done);
  }
}

/** As long as the log-on that it belongs to. */
const BROWSER_SECONDS = 900;

/** Where passport-oauth2 leaves a state, and finds what belongs to it. */
function storeOf(logOns: LogOns, publicUrl: string) {
  return {
    store(request: Request, verifier: string, _state: unknown, _meta: unknown, done: Done<string>) {
      const { returnTo = null } = passages.get(request) ?? {};
      const begun = logOns.begin({ verifier, returnTo }).then(({ state, browser }) => {
        request.res?.cookie(BROWSER, browser, guarded(publicUrl, BROWSER_SECONDS));
        return state;
      });
      settle(begun, done);
    },
    // The route has ended the log-on already, before anything else was looked at.
    verify(request: Request, _state: string, _meta: unknown, done: Done<string>) {
      done(null, passages.get(request)?.verifier);
    },
  };
}

/** A promise, told the old way. */
function settle<T>(promise: Promise<T>, done: Done<T>): void {
  // What passport throws on the way on is answered too, and ends no process.
  promise.then((value) => done(null, value)).catch(done);
}
