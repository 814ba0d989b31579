import { timingSafeEqual } from 'node:crypto';
import { allowOnly } from '@seeka/kit/methods';
// @lab:begin 3.5
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
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
    // @lab:begin 3.5
    const {
      grant_type: grantType,
      refresh_token: token,
      scope,
    } = fieldsOf(request, 'grant_type', 'refresh_token', 'scope');
    if (!grantType) throw new OAuthError('invalid_request', 'grant_type is missing.');
    if (grantType !== 'refresh_token') throw new OAuthError('unsupported_grant_type', 'Only refresh_token is.');
    if (!token) throw new OAuthError('invalid_request', 'refresh_token is missing.');
    const refreshed = await refreshTokens.use(token, scope);
    if (refreshed.outcome !== 'refreshed') throw new OAuthError(refreshed.outcome, 'The token does not give that.');
    const answer = await tokens.issue(refreshed.sub, refreshed.scope);
    response.json({ ...answer, refresh_token: refreshed.token });
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.5) A refresh token for a new access token, and the next refresh token.');
    // @lab:end
  };
}

function revoke({ tokens, refreshTokens }: TokenParts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 3.5
    const { token } = fieldsOf(request, 'token');
    if (!token) throw new OAuthError('invalid_request', 'token is missing.');
    await refreshTokens.revoke(token);
    await tokens.revoke(token);
    response.status(200).end();
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.5) Whatever the token is: from now on it is good for nothing.');
    // @lab:end
  };
}

function introspect({ settings, tokens }: TokenParts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 3.5
    if (!isClient(request, settings.CLIENTS)) throw new OAuthError('invalid_client', 'Say who you are.');
    const { token } = fieldsOf(request, 'token');
    if (!token) throw new OAuthError('invalid_request', 'token is missing.');
    const claims = await tokens.verify(token);
    if (!claims) return void response.json({ active: false });
    const { scope, client_id, sub, aud, iss, exp, iat, jti } = claims;
    response.json({ active: true, scope, client_id, sub, aud, iss, exp, iat, jti, token_type: 'Bearer' });
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.5) Tell a client of ours, and nobody else, what a token is worth.');
    // @lab:end
  };
}
// @lab:begin 3.5

/** HTTP Basic (RFC 7617) with a pair of CLIENTS. */
function isClient(request: Request, clients: Map<string, string>): boolean {
  const [, encoded = ''] = /^Basic +([\w+/=-]+) *$/i.exec(request.get('Authorization') ?? '') ?? [];
  const [, id = '', given = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  const known = clients.get(id);
  // Hashes are of one length, and tell nothing by the time that it takes to compare them.
  return known !== undefined && timingSafeEqual(Buffer.from(digest(known)), Buffer.from(digest(given)));
}
// @lab:end
