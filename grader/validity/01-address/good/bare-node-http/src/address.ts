import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Fault, Refusal } from './exchange.ts';

export interface Draft {
  line1: string;
  line2: string | null;
  city: string;
  region: string;
  postalCode: string;
}

export interface Verified extends Draft {
  deliveryPoint: string;
}

export interface Address extends Verified {
  id: string;
  createdAt: string;
  updatedAt: string;
}

/** Everything that may stand in `fields`. */
export const members = ['id', 'line1', 'line2', 'city', 'region', 'postalCode', 'country', 'deliveryPoint'].concat([
  'createdAt',
  'updatedAt',
  'links',
]);

export function represent(address: Address, origin: string): Record<string, unknown> {
  const { line2, ...rest } = address;
  return {
    ...rest,
    ...(line2 === null ? {} : { line2 }),
    country: 'US',
    links: [
      { rel: 'self', href: hrefOf(address, origin) },
      { rel: 'persons', href: `${origin}/persons?address=${address.id}` },
    ],
  };
}

export function hrefOf({ id }: Address, origin: string): string {
  return `${origin}/addresses/${id}`;
}

export function etagOf(address: Address): string {
  return `"${createHash('sha256').update(JSON.stringify(address)).digest('base64url')}"`;
}

type Test = (value: unknown) => boolean;

const text =
  (least: number, most: number): Test =>
  (value) =>
    typeof value === 'string' &&
    value.isWellFormed() &&
    !value.includes('\0') &&
    within([...value].length, least, most);
const pattern =
  (expression: RegExp): Test =>
  (value) =>
    typeof value === 'string' && expression.test(value);
const absentOr =
  (test: Test): Test =>
  (value) =>
    value === undefined || value === null || test(value);

const tests: Record<string, Test> = {
  line1: text(1, 100),
  line2: absentOr(text(0, 100)),
  city: text(1, 64),
  region: pattern(/^[A-Z]{2}$/),
  postalCode: pattern(/^\d{5}(-\d{4})?$/),
  country: absentOr(pattern(/^US$/)),
};

function within(count: number, least: number, most: number): boolean {
  return count >= least && count <= most;
}

/** Refusal 422 with each member at fault; `current` are the members that a PUT may repeat. */
export function parseDraft(body: unknown, current: Record<string, unknown> = {}): Draft {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(422, 'Send an object.', { errors: [{ pointer: '', detail: 'is no object' }] });
  }
  const sent = body as Partial<Draft> & Record<string, unknown>;
  const broken = Object.keys(tests).filter((name) => !tests[name]?.(sent[name]));
  const repeats = (name: string) => Object.hasOwn(current, name) && isDeepStrictEqual(sent[name], current[name]);
  const extra = Object.keys(sent).filter((name) => !Object.hasOwn(tests, name) && !repeats(name));
  const errors = [
    ...broken.map((name) => fault(name, 'violates a rule')),
    ...extra.map((name) => fault(name, 'is odd')),
  ];
  if (errors.length > 0) throw new Refusal(422, 'Some members are at fault.', { errors });
  const { line1 = '', line2 = null, city = '', region = '', postalCode = '' } = sent;
  return { line1, line2, city, region, postalCode };
}

function fault(name: string, detail: string): Fault {
  return { pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, detail };
}
