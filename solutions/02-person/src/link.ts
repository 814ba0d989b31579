import { jsonBody } from '@seeka/kit/json';
import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import express, { type RequestHandler, type Router } from 'express';
import type { Addresses } from './addresses.ts';
// @lab:begin 2.4
import { pointerTo } from './draft.ts';
// @lab:end
import { find } from './find.ts';
import type { Persons } from './store.ts';

export interface LinkParts {
  persons: Persons;
  addresses: Addresses;
}

/** The operations on the link from a person to an address, `/persons/{id}/address`. */
export function linkRoutes(parts: LinkParts): Router {
  const router = express.Router({ mergeParams: true });
  // @lab:begin 2.4
  router
    .route('/')
    .get(read(parts))
    .put(jsonBody(), link(parts))
    .delete(unlink(parts))
    .all(allowOnly('GET', 'HEAD', 'PUT', 'DELETE'));
  // @lab:starter
  //| // TODO(2.4) GET, PUT and DELETE of the link; other methods are refused.
  // @lab:end
  return router;
}
// @lab:begin 2.4

function read({ persons, addresses }: LinkParts): RequestHandler {
  return async (request, response) => {
    const { addressId } = await find(persons, request);
    if (addressId === null) throw new Problem(404, 'This person is not linked to an address.');
    const { traceparent, 'if-none-match': ifNoneMatch } = request.headers;
    const said = await addresses.read(addressId, { traceparent: traceparent?.toString(), ifNoneMatch });
    if (said.status === 404) throw new Problem(404, 'The address is gone.');
    if (said.etag !== undefined) response.set('ETag', said.etag);
    if (said.status === 304) response.status(304).end();
    else response.type('json').send(said.representation);
  };
}

function link({ persons, addresses }: LinkParts): RequestHandler {
  return async (request, response) => {
    const person = await find(persons, request);
    const addressId = addresses.idOf(parseLink(request.body));
    if (addressId === undefined) throw badLink('must be the path or URL of an address');
    const said = await addresses.read(addressId, { traceparent: request.get('traceparent') });
    if (said.status === 404) throw badLink('leads to no address');
    await persons.link(person, addressId);
    response.status(204).end();
  };
}

function unlink({ persons }: LinkParts): RequestHandler {
  return async (request, response) => {
    const person = await find(persons, request);
    if (person.addressId === null) throw new Problem(404, 'This person is not linked to an address.');
    await persons.link(person, null);
    response.status(204).end();
  };
}

function parseLink(body: unknown): string {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (!isObject) throw refused([{ pointer: '', detail: 'must be an object' }]);
  const { href, ...rest } = body as { href?: unknown };
  const unknown = Object.keys(rest).map((name) => ({ pointer: pointerTo(name), detail: 'is unknown here' }));
  if (typeof href === 'string' && unknown.length === 0) return href;
  throw refused([...(typeof href === 'string' ? [] : [{ pointer: '/href', detail: 'must be a text' }]), ...unknown]);
}

function badLink(detail: string): Problem {
  return refused([{ pointer: '/href', detail }]);
}

function refused(errors: { pointer: string; detail: string }[]): Problem {
  return new Problem(422, 'The body breaks a rule.', { errors });
}
// @lab:end
