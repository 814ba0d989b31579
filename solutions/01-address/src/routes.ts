import { jsonBody } from '@seeka/kit/json';
import { Problem } from '@seeka/kit/problem';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { type Address, pathOf, represent } from './address.ts';
import { parseDraft, parseReplacement } from './draft.ts';
import { changed, etag, isKnown, targetOf } from './etag.ts';
import { allowOnly } from './methods.ts';
import { pageLinks, parsePageRequest, project } from './page.ts';
import type { Addresses } from './store.ts';
import type { Verify } from './verification.ts';

export interface Parts {
  addresses: Addresses;
  verify: Verify;
}

/** The operations on addresses: parse, call, answer. */
export function addressRoutes(parts: Parts): Router {
  // @lab:begin 1.2
  const body = jsonBody();
  // @lab:starter
  //| // TODO(1.2) Be strict about what comes in.
  //| const body = express.json();
  // @lab:end
  const router = express.Router();
  router
    .route('/')
    .get(list(parts))
    .post(body, create(parts))
    .all(allowOnly('GET', 'HEAD', 'POST'));
  router
    .route('/:id')
    .get(read(parts))
    .put(body, replace(parts))
    .delete(remove(parts))
    .all(allowOnly('GET', 'HEAD', 'PUT', 'DELETE'));
  return router;
}

function create({ addresses, verify }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 1.1
    const verified = await verify(parseDraft(request.body), request.get('traceparent'));
    const { address, created } = await addresses.add(verified);
    response.status(created ? 201 : 200).location(pathOf(address));
    show(address, response);
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.1) Create an address, and say where it is.');
    // @lab:end
  };
}

function list({ addresses }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 1.3
    const query = new URL(`http://localhost${request.url}`).searchParams;
    const asked = parsePageRequest(query);
    const page = await addresses.page(asked);
    const data = page.addresses.map((address) => project(represent(address), asked.fields));
    response.json({ data, links: pageLinks(query, page) });
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.3) List the addresses, page by page.');
    // @lab:end
  };
}

function read({ addresses }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 1.1
    const address = await find(addresses, request);
    // @lab:begin 1.4
    if (isKnown(address, request.get('If-None-Match'))) {
      response.status(304).set('ETag', etag(address)).end();
      return;
    }
    // @lab:end
    show(address, response);
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.1) Show the address.');
    // @lab:end
  };
}

function replace({ addresses, verify }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 1.4
    const current = await find(addresses, request);
    const target = targetOf(current, request.get('If-Match'));
    const draft = parseReplacement(request.body, represent(current));
    const address = await addresses.replace(target, await verify(draft, request.get('traceparent')));
    if (!address) throw changed();
    show(address, response);
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.4) Replace the address, unless it has changed.');
    // @lab:end
  };
}

function remove({ addresses }: Parts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 1.4
    const address = await find(addresses, request);
    if (!(await addresses.remove(targetOf(address, request.get('If-Match'))))) throw changed();
    response.status(204).end();
    // @lab:starter
    //| throw new Problem(501, 'TODO(1.4) Delete the address, unless it has changed.');
    // @lab:end
  };
}

async function find(addresses: Addresses, { params }: Request): Promise<Address> {
  const address = await addresses.read(String(params.id));
  if (!address) throw new Problem(404, 'There is no address with this id.');
  return address;
}

function show(address: Address, response: Response): void {
  // @lab:begin 1.4
  response.set('ETag', etag(address));
  // @lab:end
  response.json(represent(address));
}
