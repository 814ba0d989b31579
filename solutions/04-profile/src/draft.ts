import { createHash } from 'node:crypto';
import { type MemberFault, Problem } from '@seeka/kit/problem';
import type { Request } from 'express';
import type { Caller } from './caller.ts';
import type { Wish } from './operation.ts';

/** Reads a `POST` of a profile. Problems: 400 without a key, 422 with every member at fault; no neighbour is asked for that. */
export function parseWish(request: Request, { sub, ask }: Caller): Wish {
  // @lab:begin 4.2
  const key = request.get('Idempotency-Key');
  if (!key) throw new Problem(400, 'Send an Idempotency-Key: it makes it safe to ask again.', { code: 'key-missing' });
  const { person, address } = parseDraft(request.body);
  return {
    owner: digest(sub),
    key: digest(key),
    fingerprint: digest(JSON.stringify(request.body)),
    addressDraft: JSON.stringify(address),
    personDraft: JSON.stringify(person),
    traceparent: ask.traceparent ?? null,
    later: prefersLater(request),
  };
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.2) Refuse a request without a key, and a body that is not {"person": {…}, "address": {…}}.');
  // @lab:end
}

/** SHA-256, so that any text fits into an index. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** RFC 7240: a list, whose preferences may have parameters. */
function prefersLater(request: Request): boolean {
  // @lab:begin 4.4
  const preferences = (request.get('Prefer') ?? '').split(',');
  return preferences.some((preference) => /^\s*respond-async\s*(;|$)/i.test(preference));
  // @lab:starter
  //| // TODO(4.4) Does the client prefer to be answered before the work is done?
  //| return false;
  // @lab:end
}
// @lab:begin 4.2

const parts = ['person', 'address'];

/** What the parts hold is the neighbours' to judge. */
function parseDraft(body: unknown): { person: object; address: object } {
  const errors = faultsOf(body);
  if (errors.length > 0) throw new Problem(422, 'The body breaks a rule.', { errors });
  return body as { person: object; address: object };
}

function faultsOf(body: unknown): MemberFault[] {
  if (!isObject(body)) return [{ pointer: '', detail: 'must be an object' }];
  const broken = parts.filter((name) => !Object.hasOwn(body, name) || !isObject(body[name]));
  const unknown = Object.keys(body).filter((name) => !parts.includes(name));
  return [
    ...broken.map((name) => ({ pointer: `/${name}`, detail: 'must be an object' })),
    ...unknown.map((name) => ({ pointer: pointerTo(name), detail: 'is unknown here' })),
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901 §3. */
function pointerTo(member: string): string {
  return `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
// @lab:end
