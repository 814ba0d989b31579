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
    // @lab:begin 4.2
    const caller = callerOf(response);
    const wish = parseWish(request, caller);
    const standing = await parts.operations.standing(wish);
    const begun = standing ? undefined : await begin(parts, wish);
    // A twin of this request may have come first by a hair.
    const other = standing ?? (begun ? undefined : await parts.operations.standing(wish));
    if (begun) await answer(parts, begun, caller.ask, response);
    else await answerAgain(parts, wish, other, caller.ask, response);
    // @lab:starter
    //| throw new Problem(501, 'TODO(4.2) Store the operation, carry it out, and answer; once for each key.');
    // @lab:end
  };
}
// @lab:begin 4.2

/** Undefined when the key is taken. Problem: 503, and nothing is begun, while a neighbour is left alone. */
async function begin({ operations, neighbours }: CreateParts, wish: Wish): Promise<Operation | undefined> {
  // @lab:begin 4.5
  if (neighbours.areResting) throw away('a circuit is open');
  // @lab:end
  return operations.begin(wish);
}

async function answer(parts: CreateParts, operation: Operation, ask: Ask, response: Response): Promise<void> {
  // @lab:begin 4.4
  if (operation.later) {
    parts.background.follow(operation, { ...ask, until: undefined });
    return accept(operation, response);
  }
  // @lab:end
  const known = await outcome(parts, operation, ask);
  if (known.problem) throw problemIn(known.problem);
  await show(parts, known, ask, response);
}

/** The key was here before: the first answer again, as far as there is one. */
async function answerAgain(
  parts: CreateParts,
  wish: Wish,
  other: Operation | undefined,
  ask: Ask,
  response: Response,
): Promise<void> {
  if (other && other.fingerprint !== wish.fingerprint) throw keyReused();
  // @lab:begin 4.4
  if (other?.later) return accept(other, response);
  // @lab:end
  if (other?.status !== 'succeeded') throw inFlight();
  await show(parts, other, ask, response);
}
// @lab:begin 4.4

function accept(operation: Operation, response: Response): void {
  response.status(202).location(pathOfOperation(operation)).set('Preference-Applied', 'respond-async');
  response.json(representOperation(operation));
}
// @lab:end

/** The operation when its client can be told what has become of it. */
async function outcome(parts: CreateParts, operation: Operation, ask: Ask): Promise<Operation> {
  const { until = 0 } = ask;
  const { known, settled } = parts.background.follow(operation, ask);
  const now = await within(known, until);
  if (!now) throw away('the database is slow');
  if (isSettled(now)) return now;
  // A failure can be told before all is undone; but who asks again at once shall find the key free.
  return (await within(settled, until - 700)) ?? now;
}

/** The 201. It is what `GET` shows at this moment, and from then on what every repeat is answered. */
async function show(parts: CreateParts, operation: Operation, ask: Ask, response: Response): Promise<void> {
  const { etag: tag, body } = operation.body === null ? await readAnswer(parts, operation, ask) : operation;
  response
    .status(201)
    .location(pathOf(String(operation.personId)))
    .set('ETag', String(tag))
    .type('json')
    .send(body);
}

async function readAnswer({ operations, neighbours }: CreateParts, operation: Operation, ask: Ask): Promise<Operation> {
  const personId = String(operation.personId);
  // Linking has changed the person.
  const profile = await readProfile(neighbours, personId, ask).catch((error: unknown) => {
    throw error instanceof Unanswered ? problemOf(error) : error;
  });
  if (!profile) throw away('the person is gone already');
  const representation = represent(profile);
  const tag = etag(versionOf(personId, representation));
  return operations.record(operation.id, { etag: tag, body: JSON.stringify(representation) });
}

function keyReused(): Problem {
  return new Problem(422, 'This Idempotency-Key came with another body before.', {
    code: 'key-reused',
    errors: [{ pointer: '', detail: 'differs from the body that came with this key before' }],
  });
}

function inFlight(): Problem {
  const headers = { 'Retry-After': '1' };
  return new Problem(409, 'A request with this Idempotency-Key is under way.', { code: 'in-flight', headers });
}
// @lab:end
