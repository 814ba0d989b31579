import { changed, etag, isKnown, targetOf } from '@seeka/kit/etag';
import { jsonBody } from '@seeka/kit/json';
import { allowOnly } from '@seeka/kit/methods';
import { pageLinks, parsePageRequest, project } from '@seeka/kit/pages';
// @lab:begin 2.3
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
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
  // @lab:begin 2.2
  person.patch(jsonBody('application/merge-patch+json'), patch(parts));
  person.all(allowOnly('GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'));
  // @lab:starter
  //| // TODO(2.2) PATCH with application/merge-patch+json; other methods are refused (allowOnly).
  // @lab:end
  // @lab:begin 2.3
  collection.get(list(parts));
  collection.all(allowOnly('GET', 'HEAD', 'POST'));
  // @lab:starter
  //| // TODO(2.3) GET of the collection; other methods are refused.
  // @lab:end
  router.use('/:id/address', linkRoutes(parts));
  return router;
}

function create({ persons, attempts }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 2.1
    const draft = parseDraft(request.body);
    const add = async (to: Persons) => answerOf(await to.add(draft));
    const key = request.get('Idempotency-Key');
    const answer = await (key ? attempts.once(key, JSON.stringify(request.body), add) : add(persons));
    response.status(201).location(answer.location).set('ETag', answer.etag).type('json').send(answer.body);
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.1) Create a person, and say where it is.');
    // @lab:end
  };
}

function answerOf(person: Person): Answer {
  return { location: pathOf(person), etag: etag(person), body: JSON.stringify(represent(person)) };
}

function list({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 2.3
    const query = new URL(`http://localhost${request.url}`).searchParams;
    const asked = parsePageRequest(query, filters, members);
    const page = await persons.page(asked);
    const data = page.rows.map((person) => project(represent(person), asked.fields));
    response.json({ data, links: pageLinks('/persons', query, page) });
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.3) List the persons, page by page.');
    // @lab:end
  };
}
// @lab:begin 2.3

const filters = ['lastName', 'email', 'address'];
const members = 'id firstName lastName email phone birthDate createdAt updatedAt links'.split(' ');
// @lab:end

function read({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 2.1
    const person = await find(persons, request);
    if (isKnown(person, request.get('If-None-Match'))) response.status(304).set('ETag', etag(person)).end();
    else show(person, response);
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.1) Show the person, unless the client has it already.');
    // @lab:end
  };
}

function replace({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 2.1
    const current = await find(persons, request);
    const target = targetOf(current, request.get('If-Match'));
    const person = await persons.replace(target, parseReplacement(request.body, represent(current)));
    if (!person) throw changed();
    show(person, response);
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.1) Replace the person, unless it has changed.');
    // @lab:end
  };
}

function patch({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 2.2
    const current = await find(persons, request);
    const { id, version } = current;
    targetOf(current, request.get('If-Match'));
    // What the patch was merged into must still be there, also for If-Match: *.
    const person = await persons.replace({ id, version }, merge(current, request.body));
    if (!person) throw changed();
    show(person, response);
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.2) Merge the patch into the person, unless it has changed.');
    // @lab:end
  };
}

function remove({ persons }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 2.1
    const person = await find(persons, request);
    if (!(await persons.remove(targetOf(person, request.get('If-Match'))))) throw changed();
    response.status(204).end();
    // @lab:starter
    //| throw new Problem(501, 'TODO(2.1) Delete the person, unless it has changed.');
    // @lab:end
  };
}

function show(person: Person, response: Response): void {
  response.set('ETag', etag(person)).json(represent(person));
}
