import { isDeepStrictEqual } from 'node:util';
import { type MemberFault, Problem } from '@seeka/kit/problem';
import type { Draft, Representation } from './person.ts';

/** Reads the body of a `POST`. Problem: 422, with every member at fault. */
export function parseDraft(body: unknown): Draft {
  // @lab:begin 2.1
  const tidy = trimmed(body);
  const errors = faultsOf(tidy);
  if (errors.length > 0) throw new Problem(422, 'The body breaks a rule.', { errors });
  const { firstName, lastName, email, phone, birthDate } = tidy as Partial<Draft> & Draft;
  return { firstName, lastName, email, phone: phone ?? null, birthDate: birthDate ?? null };
  // @lab:starter
  //| throw new Problem(501, 'TODO(2.1) Take the members of a person out of the body; refuse what breaks a rule.');
  // @lab:end
}

/** Reads the body of a `PUT`, which may repeat what the service itself added. Problem: 422, with every member at fault. */
export function parseReplacement(body: unknown, current: Representation): Draft {
  // @lab:begin 2.1
  if (!isObject(body)) return parseDraft(body);
  const shown = new Map<string, unknown>(Object.entries(current));
  const repeats = ([name, value]: [string, unknown]) =>
    !Object.hasOwn(rules, name) && isDeepStrictEqual(value, shown.get(name));
  return parseDraft(Object.fromEntries(Object.entries(body).filter((member) => !repeats(member))));
  // @lab:starter
  //| throw new Problem(501, 'TODO(2.1) Allow for members that the service owns, as long as they are as they were.');
  // @lab:end
}

/** The person as it is after a merge patch (RFC 7396). Problem: 422, with every member at fault. */
export function merge(current: Draft, patch: unknown): Draft {
  // @lab:begin 2.2
  if (!isObject(patch)) return parseDraft(patch);
  const members = Object.keys(rules).map((name) => [name, current[name as keyof Draft]]);
  // A member that nobody knows stays in, null or not: the rules name it.
  const known = ([name, value]: [string, unknown]) => value !== null || !Object.hasOwn(rules, name);
  const kept = members.filter(([name, value]) => value !== null && !Object.hasOwn(patch, name as string));
  return parseDraft(Object.fromEntries([...kept, ...Object.entries(patch).filter(known)]));
  // @lab:starter
  //| throw new Problem(501, 'TODO(2.2) Merge the patch into the person, and hold the result against the rules.');
  // @lab:end
}
// @lab:begin 2.1

interface Rule {
  wanted: string;
  optional?: true;
  holds(value: string): boolean;
}

const name: Rule = {
  wanted: 'a text of 1 to 64 characters',
  holds: (value) => lengthOf(value) >= 1 && lengthOf(value) <= 64,
};

const rules: Record<keyof Draft, Rule> = {
  firstName: name,
  lastName: name,
  email: {
    wanted: 'like "ana@example.org", of at most 254 characters',
    holds: (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) && value.length <= 254,
  },
  phone: { wanted: 'like "+12125550100"', optional: true, holds: (value) => /^\+\d{2,15}$/.test(value) },
  birthDate: { wanted: 'a day such as "2001-05-04", not in the future', optional: true, holds: isPastDay },
};

function faultsOf(body: unknown): MemberFault[] {
  if (!isObject(body)) return [{ pointer: '', detail: 'must be an object' }];
  const broken = Object.entries(rules).filter(([member, rule]) => !obeys(body[member], rule));
  const unknown = Object.keys(body).filter((member) => !Object.hasOwn(rules, member));
  return [
    ...broken.map(([member, { wanted }]) => ({ pointer: `/${member}`, detail: `must be ${wanted}` })),
    ...unknown.map((member) => ({ pointer: pointerTo(member), detail: 'is unknown here, or not yours to set' })),
  ];
}

function obeys(value: unknown, { optional, holds }: Rule): boolean {
  if (value === undefined || value === null) return optional === true;
  // PostgreSQL stores neither U+0000 nor half a surrogate pair.
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed() && holds(value);
}

/** Names without the white space around them. */
function trimmed(body: unknown): unknown {
  if (!isObject(body)) return body;
  const trim = (member: string) => {
    const value = body[member];
    return typeof value === 'string' ? { [member]: value.trim() } : {};
  };
  return { ...body, ...trim('firstName'), ...trim('lastName') };
}

/** In code points. */
function lengthOf(text: string): number {
  return [...text].length;
}

function isPastDay(text: string): boolean {
  const moment = new Date(`${text}T00:00:00Z`);
  const isDay =
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(moment.valueOf()) && moment.toISOString().startsWith(text);
  return isDay && moment.valueOf() <= Date.now();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901 §3. */
export function pointerTo(member: string): string {
  return `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
// @lab:end
