import { isDeepStrictEqual } from 'node:util';
import { type MemberFault, Problem } from '@seeka/kit/problem';
import type { Draft, Representation } from './address.ts';

/** Reads the body of a `POST`. Problem: 422, with every member at fault. */
export function parseDraft(body: unknown): Draft {
  const errors = faultsOf(body);
  if (errors.length > 0) throw new Problem(422, 'The body breaks a rule.', { errors });
  // @lab:begin 1.1
  const { line1, line2, city, region, postalCode, country } = body as Partial<Draft> & Omit<Draft, 'country'>;
  return { line1, line2: line2 ?? null, city, region, postalCode, country: country ?? 'US' };
  // @lab:starter
  //| throw new Problem(501, 'TODO(1.1) Take the members of an address out of the body, and add what may be left out.');
  // @lab:end
}

/** Reads the body of a `PUT`, which may repeat what the service itself added. Problem: 422, with every member at fault. */
export function parseReplacement(body: unknown, current: Representation): Draft {
  // @lab:begin 1.4
  if (!isObject(body)) return parseDraft(body);
  const shown = new Map<string, unknown>(Object.entries(current));
  const repeats = ([name, value]: [string, unknown]) =>
    !Object.hasOwn(rules, name) && isDeepStrictEqual(value, shown.get(name));
  return parseDraft(Object.fromEntries(Object.entries(body).filter((member) => !repeats(member))));
  // @lab:starter
  //| throw new Problem(501, 'TODO(1.4) Allow for members that the service owns, as long as they are as they were.');
  // @lab:end
}

/** Every member at fault; none when the body is a draft. */
export function faultsOf(body: unknown): MemberFault[] {
  // @lab:begin 1.2
  if (!isObject(body)) return [{ pointer: '', detail: 'must be an object' }];
  const broken = Object.entries(rules).filter(([name, rule]) => !obeys(body[name], rule));
  const unknown = Object.keys(body).filter((name) => !Object.hasOwn(rules, name));
  return [
    ...broken.map(([name, { wanted }]) => ({ pointer: `/${name}`, detail: `must be ${wanted}` })),
    ...unknown.map((name) => ({ pointer: pointerTo(name), detail: 'is unknown here, or not yours to set' })),
  ];
  // @lab:starter
  //| // TODO(1.2) Name every member at fault.
  //| return [];
  // @lab:end
}
// @lab:begin 1.2

interface Rule {
  wanted: string;
  optional?: true;
  holds(value: string): boolean;
}

// The 50 states, and what else has ZIP codes of its own.
const regions = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR ' +
    'PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI'
  ).split(' '),
);

const rules: Record<keyof Draft, Rule> = {
  line1: text(1, 100),
  line2: { ...text(0, 100), optional: true },
  city: text(1, 64),
  region: { wanted: 'two capital letters, such as "NY"', holds: (value) => regions.has(value) },
  postalCode: { wanted: 'like "12345" or "12345-6789"', holds: (value) => /^\d{5}(-\d{4})?$/.test(value) },
  country: { wanted: '"US"', optional: true, holds: (value) => value === 'US' },
};

function obeys(value: unknown, { optional, holds }: Rule): boolean {
  if (value === undefined || value === null) return optional === true;
  // PostgreSQL stores neither U+0000 nor half a surrogate pair.
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed() && holds(value);
}

/** Length in code points. */
function text(least: number, most: number): Rule {
  const holds = (value: string) => [...value].length >= least && [...value].length <= most;
  return { wanted: `a text of ${least} to ${most} characters`, holds };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901 §3. */
function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
// @lab:end
