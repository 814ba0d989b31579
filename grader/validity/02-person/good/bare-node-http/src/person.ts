import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Fault, Refusal } from './exchange.ts';

export interface Draft {
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  birthDate: string | null;
}

export interface Person extends Draft {
  id: string;
  /** As it stands in a path, percent-encoded. */
  addressId: string | null;
  createdAt: string;
  updatedAt: string;
}

const own = ['id', 'createdAt', 'updatedAt', 'links'];
const writable = ['firstName', 'lastName', 'email', 'phone', 'birthDate'] as const;

/** Everything that may stand in `fields`. */
export const members: string[] = [...writable, ...own];

export function represent({ addressId, ...person }: Person, origin: string): Record<string, unknown> {
  const self = hrefOf(person, origin);
  const address = addressId === null ? [] : [{ rel: 'address', href: `${self}/address` }];
  return { ...person, links: [...address, { rel: 'self', href: self }] };
}

export function hrefOf({ id }: Pick<Person, 'id'>, origin: string): string {
  return `${origin}/persons/${id}`;
}

export function etagOf(person: Person): string {
  return `"${createHash('sha256').update(JSON.stringify(person)).digest('base64url')}"`;
}

const clean = (value: unknown) => typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
const isName = (value: unknown) => {
  const length = [...String(value).trim()].length;
  return clean(value) && length > 0 && length < 65;
};

const tests: Record<keyof Draft, (value: unknown) => boolean> = {
  firstName: isName,
  lastName: isName,
  email: (value) => clean(value) && /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(String(value)),
  phone: (value) => value === undefined || (typeof value === 'string' && /^\+[0-9]{2,15}$/.test(value)),
  birthDate: (value) => value === undefined || (typeof value === 'string' && isDay(value)),
};

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return day > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getTime() <= Date.now();
}

/** Refusal 422 with each member at fault; `current` are the members that a PUT may repeat. */
export function parseDraft(body: unknown, current: Record<string, unknown> = {}): Draft {
  const sent = objectOf(body);
  const broken = writable.filter((name) => !tests[name](sent[name]));
  const repeats = (name: string) => own.includes(name) && isDeepStrictEqual(sent[name], current[name]);
  const extra = Object.keys(sent).filter((name) => !Object.hasOwn(tests, name) && !repeats(name));
  const errors = [
    ...broken.map((name) => fault(name, 'violates a rule')),
    ...extra.map((name) => fault(name, 'is odd')),
  ];
  if (errors.length > 0) throw new Refusal(422, 'Some members are at fault.', { errors });
  const { firstName = '', lastName = '', email = '', phone = null, birthDate = null } = sent as Partial<Draft>;
  return { firstName: firstName.trim(), lastName: lastName.trim(), email, phone, birthDate };
}

/** RFC 7396 §2, for members that are no objects; what is not the client's to set stays in, to be refused. */
export function merged(person: Person, patch: unknown): Draft {
  const result: Record<string, unknown> = {};
  for (const name of writable) if (person[name] !== null) result[name] = person[name];
  for (const [name, value] of Object.entries(objectOf(patch))) {
    if (value === null && Object.hasOwn(tests, name)) delete result[name];
    else result[name] = value;
  }
  return parseDraft(result);
}

/** Refusal 422 unless the body is `{"href": "…"}`. */
export function parseLink(body: unknown): string {
  const { href, ...extra } = objectOf(body);
  const errors = Object.keys(extra).map((name) => fault(name, 'is odd'));
  if (typeof href !== 'string') errors.push(fault('href', 'is no text'));
  if (errors.length > 0) throw new Refusal(422, 'Some members are at fault.', { errors });
  return href as string;
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new Refusal(422, 'Send an object.', { errors: [{ pointer: '', detail: 'is no object' }] });
}

export function fault(name: string, detail: string): Fault {
  return { pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, detail };
}
