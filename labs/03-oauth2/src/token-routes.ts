import { timingSafeEqual } from 'node:crypto';
import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type Request, type RequestHandler, Router } from 'express';
import { fieldsOf, formBody, OAuthError } from './form.ts';
import { digest } from './log-ons.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import type { Settings } from './settings.ts';
import type { AccessTokens } from './tokens.ts';

export interface TokenParts {
  settings: Settings;
  tokens: AccessTokens;
  refreshTokens: RefreshTokens;
}

/** What clients do with tokens: renew (RFC 6749 §6), revoke (RFC 7009), ask about (RFC 7662). */
export function tokenRoutes(parts: TokenParts): Router {
  const router = Router();
  router.route('/token').post(noStore, formBody, renew(parts)).all(allowOnly('POST'));
  router.route('/revoke').post(formBody, revoke(parts)).all(allowOnly('POST'));
  router.route('/introspect').post(formBody, introspect(parts)).all(allowOnly('POST'));
  return router;
}

/** Whatever the answer: no cache keeps it (RFC 6749 §5.1). */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

function renew({ tokens, refreshTokens }: TokenParts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(3.5) A refresh token for a new access token, and the next refresh token.');
  };
}

function revoke({ tokens, refreshTokens }: TokenParts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(3.5) Whatever the token is: from now on it is good for nothing.');
  };
}

function introspect({ settings, tokens }: TokenParts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(3.5) Tell a client of ours, and nobody else, what a token is worth.');
  };
}
