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
    throw new Problem(501, 'TODO(3.1) Judge return_to; then let passport and the strategy send the browser out.');
  };
}

function takeBack(parts: LogOnParts, passport: InstanceType<typeof Passport>): RequestHandler {
  return async (request, response, next) => {
    throw new Problem(
      501,
      'TODO(3.2) End the log-on that the state belongs to; then passport and the strategy do the rest.',
    );
  };
}
