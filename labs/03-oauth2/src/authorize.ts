import { jsonBody } from '@seeka/kit/json';
import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type RequestHandler, Router } from 'express';
import { fits, type Row } from './scopes.ts';
import { type AccessTokens, scopesOf } from './tokens.ts';

export interface AuthorizeParts {
  tokens: AccessTokens;
  table: Row[];
}

/** What the gateway asks: may whoever has this token do that? */
export function authorizeRoutes(parts: AuthorizeParts): Router {
  const router = Router();
  router.route('/authorize').post(jsonBody(), authorize(parts)).all(allowOnly('POST'));
  return router;
}

function authorize({ tokens, table }: AuthorizeParts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(3.6) Say whether the token is valid, and whether a row of the table lets it pass.');
  };
}
