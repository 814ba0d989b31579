import { etag, isKnown } from '@seeka/kit/etag';
import { jsonBody } from '@seeka/kit/json';
import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type RequestHandler, type Response, Router } from 'express';
import { admit, type Caller, callerOf } from './caller.ts';
import { type CreateParts, create } from './create.ts';
import { type Profile, readProfile, refuseUnanswered, represent, versionOf } from './profile.ts';
import type { Removals } from './removals.ts';
import { remove } from './remove.ts';
import type { Tokens } from './tokens.ts';

export interface ProfileParts extends CreateParts {
  tokens: Tokens;
  removals: Removals;
}

/** The operations on profiles: parse, call, answer. */
export function profileRoutes(parts: ProfileParts): Router {
  const router = Router();
  const admitted = admit(parts.tokens);
  const collection = router.route('/').post(admitted, jsonBody(), create(parts));
  const profile = router.route('/:personId').get(admitted, read(parts)).delete(admitted, removeOwn(parts));
  // TODO(4.1) Other methods are refused (allowOnly).
  return router;
}

function read(parts: ProfileParts): RequestHandler<{ personId: string }> {
  return async (request, response) => {
    throw new Problem(501, 'TODO(4.1) Show the profile to whom it belongs, unless the client has it already.');
  };
}

function removeOwn(parts: ProfileParts): RequestHandler<{ personId: string }> {
  return async (request, response) => {
    throw new Problem(501, 'TODO(4.3) Remove the profile of whom it belongs to, unless it has changed.');
  };
}
