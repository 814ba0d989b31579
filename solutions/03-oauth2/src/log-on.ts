import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { Passport } from 'passport';
import { AuthorizationError, type InternalOAuthError } from 'passport-oauth2';
import { BROWSER, cookieOf, guarded, TOKEN } from './cookies.ts';
import type { LogOn, LogOns } from './log-ons.ts';
import type { Persons } from './persons.ts';
import type { Profile, Provider } from './provider.ts';
import { queryOf } from './query.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import type { Settings } from './settings.ts';
import { LogOnStrategy, passages } from './strategy.ts';
import { type AccessTokens, SCOPE } from './tokens.ts';

export interface LogOnParts {
  settings: Settings;
  logOns: LogOns;
  provider: Provider;
  persons: Persons;
  tokens: AccessTokens;
  refreshTokens: RefreshTokens;
}

/** The dance: out to the provider, and back. */
export function logOnRoutes(parts: LogOnParts): Router {
  const router = Router();
  // By name: a strategy that is handed over as it is would be one for all requests at once.
  const passport = new Passport();
  passport.use('provider', new LogOnStrategy(parts.settings, parts.logOns, parts.provider));
  router.route('/login').get(sendOut(passport)).all(allowOnly('GET', 'HEAD'));
  // A HEAD, which asks for nothing to happen, would spend the state.
  router.route('/login/callback').head(allowOnly('GET')).get(takeBack(parts, passport)).all(allowOnly('GET'));
  return router;
}

function sendOut(passport: InstanceType<typeof Passport>): RequestHandler {
  return (request, response, next) => {
    // @lab:begin 3.1
    const { return_to: returnTo = null } = queryOf(request, 'return_to');
    // "//" and "/\" lead to other hosts, and browsers drop control characters.
    if (returnTo !== null && !/^\/(?!\/)[^\\\p{Cc}]*$/u.test(returnTo)) {
      throw new Problem(400, 'return_to must be a path of this site.');
    }
    passages.set(request, { returnTo });
    passport.authenticate('provider', { session: false })(request, response, next);
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.1) Judge return_to; then let passport and the strategy send the browser out.');
    // @lab:end
  };
}

function takeBack(parts: LogOnParts, passport: InstanceType<typeof Passport>): RequestHandler {
  return async (request, response, next) => {
    // @lab:begin 3.2
    const logOn = await endedLogOn(parts.logOns, request);
    passages.set(request, logOn);
    const finish = async (error: unknown, profile?: Profile | false) => {
      if (error) throw problemOf(error);
      // Only access_denied brings passport here without a profile.
      if (!profile) throw new Problem(403, 'You were not logged on: access was denied.', { code: 'access-denied' });
      await welcome(parts, { profile, returnTo: logOn.returnTo }, request, response);
    };
    const told = (error: unknown, profile?: Profile | false) => void finish(error, profile).catch(next);
    passport.authenticate('provider', { session: false }, told)(request, response, next);
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.2) End the log-on that the state belongs to; then passport and the strategy do the rest.');
    // @lab:end
  };
}
// @lab:begin 3.2

/** Problem: 400 when the request does not belong to a log-on of this browser; then nobody is asked. */
async function endedLogOn(logOns: LogOns, request: Request): Promise<LogOn> {
  const { state, code, error } = queryOf(request, 'state', 'code', 'error');
  const browser = cookieOf(request, BROWSER);
  const logOn = state && browser ? await logOns.end(state, browser) : undefined;
  if (logOn && (code || error)) return logOn;
  throw new Problem(400, 'This log-on was not begun here, or has ended. Begin again at /login.', { code: 'no-log-on' });
}

/** What the strategy wraps, and what the provider itself has sent along (RFC 6749 §4.1.2.1). */
function problemOf(error: unknown): unknown {
  const cause = (error as InternalOAuthError).oauthError ?? error;
  if (!(error instanceof AuthorizationError)) return cause;
  return new Problem(502, 'The log-on provider refused.', { code: 'provider-refused', cause });
}

interface Welcome {
  profile: Profile;
  returnTo: string | null;
}

async function welcome(parts: LogOnParts, guest: Welcome, request: Request, response: Response): Promise<void> {
  const sub = await parts.persons.idOf(guest.profile, request.get('traceparent'));
  // @lab:begin 3.3
  const { settings, tokens } = parts;
  const answer = await tokens.issue(sub, SCOPE);
  // @lab:begin 3.5
  answer.refresh_token = await parts.refreshTokens.begin(sub, SCOPE);
  // @lab:end
  response.set('Cache-Control', 'no-store').clearCookie(BROWSER, { path: '/' });
  if (guest.returnTo === null) return void response.json(answer);
  // @lab:begin 3.4
  response.cookie(TOKEN, answer.access_token, guarded(settings.PUBLIC_URL, settings.TOKEN_TTL_SECONDS));
  // @lab:starter
  //| // TODO(3.4) The browser gets the access token in a cookie that scripts cannot read (guarded).
  // @lab:end
  // @lab:starter
  //| // TODO(3.3) Issue an access token for this person, and answer with it.
  //| if (guest.returnTo === null) return void response.json({ sub });
  // @lab:end
  response.redirect(302, guest.returnTo);
}
// @lab:end
