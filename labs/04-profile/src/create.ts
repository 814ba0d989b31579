import { etag } from '@seeka/kit/etag';
import { Problem } from '@seeka/kit/problem';
import type { RequestHandler, Response } from 'express';
import { type Background, within } from './background.ts';
import { callerOf } from './caller.ts';
import { parseWish } from './draft.ts';
import {
  isSettled,
  type Operation,
  pathOf as pathOfOperation,
  problemIn,
  represent as representOperation,
  type Wish,
} from './operation.ts';
import { type Ask, Unanswered } from './patience.ts';
import { pathOf, readProfile, represent, versionOf } from './profile.ts';
import { away, problemOf } from './refusal.ts';
import type { SagaParts } from './saga.ts';

export interface CreateParts extends SagaParts {
  background: Background;
}

/** `POST` of a profile: once for each key. */
export function create(parts: CreateParts): RequestHandler {
  return async (request, response) => {
    throw new Problem(501, 'TODO(4.2) Store the operation, carry it out, and answer; once for each key.');
  };
}
