import { etag, isKnown } from '@seeka/kit/etag';
import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type RequestHandler, Router } from 'express';
import { admit, callerOf } from './caller.ts';
import { digest } from './draft.ts';
import { isSettled, represent } from './operation.ts';
import type { Operations } from './operations.ts';
import { versionOf } from './profile.ts';
import type { Tokens } from './tokens.ts';

export interface OperationParts {
  tokens: Tokens;
  operations: Operations;
}

/** How an operation stands. */
export function operationRoutes(parts: OperationParts): Router {
  const router = Router();
  router.route('/:id').get(admit(parts.tokens), read(parts)).all(allowOnly('GET', 'HEAD'));
  return router;
}

function read({ operations }: OperationParts): RequestHandler<{ id: string }> {
  return async (request, response) => {
    throw new Problem(501, 'TODO(4.4) Show the operation to whoever began it; say when to come back while it runs.');
  };
}
