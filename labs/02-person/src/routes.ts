import { changed, etag, isKnown, targetOf } from '@seeka/kit/etag';
import { jsonBody } from '@seeka/kit/json';
import { allowOnly } from '@seeka/kit/methods';
import { pageLinks, parsePageRequest, project } from '@seeka/kit/pages';
import { Problem } from '@seeka/kit/problem';
import express, { type RequestHandler, type Response, type Router } from 'express';
import type { Answer, Attempts } from './attempts.ts';
import { merge, parseDraft, parseReplacement } from './draft.ts';
import { find } from './find.ts';
import { type LinkParts, linkRoutes } from './link.ts';
import { type Person, pathOf, represent } from './person.ts';
import type { Persons } from './store.ts';

export interface Parts extends LinkParts {
  attempts: Attempts;
}

/** The operations on persons: parse, call, answer. */
export function personRoutes(parts: Parts): Router {
  const router = express.Router();
  const collection = router.route('/').post(jsonBody(), create(parts));
  const person = router.route('/:id').get(read(parts)).put(jsonBody(), replace(parts)).delete(remove(parts));
  // TODO(2.2) PATCH with application/merge-patch+json; other methods are refused (allowOnly).
  // TODO(2.3) GET of the collection; other methods are refused.
  router.use('/:id/address', linkRoutes(parts));
  return router;
}

function create({ persons, attempts }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(2.1) Create a person, and say where it is.');
  };
}

function answerOf(person: Person): Answer {
  return { location: pathOf(person), etag: etag(person), body: JSON.stringify(represent(person)) };
}

function list({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(2.3) List the persons, page by page.');
  };
}

function read({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(2.1) Show the person, unless the client has it already.');
  };
}

function replace({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(2.1) Replace the person, unless it has changed.');
  };
}

function patch({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(2.2) Merge the patch into the person, unless it has changed.');
  };
}

function remove({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(2.1) Delete the person, unless it has changed.');
  };
}

function show(person: Person, response: Response): void {
  response.set('ETag', etag(person)).json(represent(person));
}
