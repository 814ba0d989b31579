import { etag, isKnown } from '@seeka/kit/etag';
import { jsonBody } from '@seeka/kit/json';
import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type RequestHandler, type Response, Router } from 'express';
import { admit, type Caller, callerOf } from './caller.ts';
import { type CreateParts, create } from './create.ts';
// @lab:begin 4.2
import { digest } from './draft.ts';
// @lab:end
import { type Profile, readProfile, refuseUnanswered, represent, versionOf } from './profile.ts';
// @lab:begin 4.5
import { away } from './refusal.ts';
// @lab:end
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
  // @lab:begin 4.1
  collection.all(allowOnly('POST'));
  profile.all(allowOnly('GET', 'HEAD', 'DELETE'));
  // @lab:starter
  //| // TODO(4.1) Other methods are refused (allowOnly).
  // @lab:end
  return router;
}

function read(parts: ProfileParts): RequestHandler<{ personId: string }> {
  return async (request, response) => {
    // @lab:begin 4.1
    const profile = await readOwn(parts, request.params.personId, callerOf(response));
    show(profile, request.get('If-None-Match'), response);
    // @lab:starter
    //| throw new Problem(501, 'TODO(4.1) Show the profile to whom it belongs, unless the client has it already.');
    // @lab:end
  };
}

function removeOwn(parts: ProfileParts): RequestHandler<{ personId: string }> {
  return async (request, response) => {
    // @lab:begin 4.3
    // @lab:begin 4.5
    if (parts.neighbours.areResting) throw away('a circuit is open');
    // @lab:end
    const caller = callerOf(response);
    const profile = await readOwn(parts, request.params.personId, caller);
    await remove(parts, profile, request.get('If-Match'), caller.ask);
    response.status(204).end();
    // @lab:starter
    //| throw new Problem(501, 'TODO(4.3) Remove the profile of whom it belongs to, unless it has changed.');
    // @lab:end
  };
}
// @lab:begin 4.1

/** Problems: 404, also when it is somebody else's: it is none of the client's business that it is there; 503. */
async function readOwn(parts: ProfileParts, personId: string, caller: Caller): Promise<Profile> {
  const isOwn = isId(personId) && (personId === caller.sub || (await hasMade(parts, personId, caller)));
  const profile = isOwn && (await readProfile(parts.neighbours, personId, caller.ask).catch(refuseUnanswered));
  if (!profile) throw new Problem(404, 'There is no profile with this id, or it is not yours.');
  return profile;
}

async function hasMade({ operations }: ProfileParts, personId: string, { sub }: Caller): Promise<boolean> {
  // @lab:begin 4.2
  return operations.hasMade(digest(sub), personId);
  // @lab:starter
  //| // TODO(4.2) Whoever made a profile may see it.
  //| return false;
  // @lab:end
}

function show(profile: Profile, ifNoneMatch: string | undefined, response: Response): void {
  const representation = represent(profile);
  const version = versionOf(profile.personId, representation);
  response.set('ETag', etag(version));
  if (isKnown(version, ifNoneMatch)) response.status(304).end();
  else response.json(representation);
}

/** No step in a path, and nothing that PostgreSQL cannot store. */
function isId(text: string): boolean {
  return text !== '.' && text !== '..' && !text.includes('\0');
}
// @lab:end
