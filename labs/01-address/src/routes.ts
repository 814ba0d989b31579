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
  // TODO(1.2) Be strict about what comes in.
  const body = express.json();
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
    throw new Problem(501, 'TODO(1.1) Create an address, and say where it is.');
  };
}

function list({ addresses }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(1.3) List the addresses, page by page.');
  };
}

function read({ addresses }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(1.1) Show the address.');
  };
}

function replace({ addresses, verify }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(1.4) Replace the address, unless it has changed.');
  };
}

function remove({ addresses }: Parts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(1.4) Delete the address, unless it has changed.');
  };
}

async function find(addresses: Addresses, { params }: Request): Promise<Address> {
  const address = await addresses.read(String(params.id));
  if (!address) throw new Problem(404, 'There is no address with this id.');
  return address;
}

function show(address: Address, response: Response): void {
  response.json(represent(address));
}
