import { jsonBody } from '@seeka/kit/json';
import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import express, { type RequestHandler, type Router } from 'express';
import type { Addresses } from './addresses.ts';
import { find } from './find.ts';
import type { Persons } from './store.ts';

export interface LinkParts {
  persons: Persons;
  addresses: Addresses;
}

/** The operations on the link from a person to an address, `/persons/{id}/address`. */
export function linkRoutes(parts: LinkParts): Router {
  const router = express.Router({ mergeParams: true });
  // TODO(2.4) GET, PUT and DELETE of the link; other methods are refused.
  return router;
}
