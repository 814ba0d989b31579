import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type Request, type RequestHandler, Router } from 'express';
import { cookieOf, TOKEN } from './cookies.ts';
import type { Persons } from './persons.ts';
import { type AccessTokens, type Claims, SCOPE, scopesOf } from './tokens.ts';

export interface MeParts {
  tokens: AccessTokens;
  persons: Persons;
}

/** Who is logged on: a resource that a token protects. */
export function meRoutes(parts: MeParts): Router {
  const router = Router();
  router.route('/me').get(show(parts)).all(allowOnly('GET', 'HEAD'));
  return router;
}

function show({ tokens, persons }: MeParts): RequestHandler {
  return async (request, response) => {
    throw new Problem(
      501,
      'TODO(3.4) Show the person of the token, to whoever has a valid one with the scope profile.',
    );
  };
}
