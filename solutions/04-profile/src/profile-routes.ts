import { etag, isKnown } from '@seeka/kit/etag';
import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type RequestHandler, type Response, Router } from 'express';
import { admit, callerOf } from './caller.ts';
import type { Neighbours } from './neighbours.ts';
import { type Profile, readProfile, refuseUnanswered, represent, versionOf } from './profile.ts';
import type { Tokens } from './tokens.ts';

export interface ProfileParts {
  tokens: Tokens;
  neighbours: Neighbours;
}

/** The operations on profiles: parse, call, answer. */
export function profileRoutes(parts: ProfileParts): Router {
  const router = Router();
  const collection = router.route('/');
  const profile = router.route('/:personId').get(admit(parts.tokens), read(parts));
  // @lab:begin 4.1
  collection.all(allowOnly('POST'));
  profile.all(allowOnly('GET', 'HEAD', 'DELETE'));
  // @lab:starter
  //| // TODO(4.1) Other methods are refused (allowOnly).
  // @lab:end
  return router;
}

function read({ neighbours }: ProfileParts): RequestHandler<{ personId: string }> {
  return async (request, response) => {
    // @lab:begin 4.1
    const { sub, ask } = callerOf(response);
    const { personId } = request.params;
    if (personId !== sub || !isId(personId)) throw noProfile();
    const profile = await readProfile(neighbours, personId, ask).catch(refuseUnanswered);
    if (!profile) throw noProfile();
    show(profile, request.get('If-None-Match'), response);
    // @lab:starter
    //| throw new Problem(501, 'TODO(4.1) Show the profile to whom it belongs, unless the client has it already.');
    // @lab:end
  };
}
// @lab:begin 4.1

function show(profile: Profile, ifNoneMatch: string | undefined, response: Response): void {
  const representation = represent(profile);
  const version = versionOf(profile.personId, representation);
  response.set('ETag', etag(version));
  if (isKnown(version, ifNoneMatch)) response.status(304).end();
  else response.json(representation);
}

/** Also for those of others: it is none of the client's business that they are there. */
function noProfile(): Problem {
  return new Problem(404, 'There is no profile with this id, or it is not yours.');
}

/** No step in a path, and nothing that PostgreSQL cannot store. */
function isId(text: string): boolean {
  return text !== '.' && text !== '..' && !text.includes('\0');
}
// @lab:end
