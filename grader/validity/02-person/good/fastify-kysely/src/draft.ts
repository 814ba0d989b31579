import type { PersonRow } from './database.ts';
import { HttpProblem } from './problem.ts';

export interface PersonBody {
  firstName: string;
  lastName: string;
  email: string;
  phone?: string | null;
  birthDate?: string | null;
}

/** What is stored of a body. */
export type Draft = Pick<PersonRow, 'first_name' | 'last_name' | 'email' | 'phone' | 'birth_date'>;

const name = { type: 'string', pattern: '^\\s*[^\\s\\u0000]([^\\u0000]{0,62}[^\\s\\u0000])?\\s*$' };
const properties = {
  firstName: name,
  lastName: name,
  email: { type: 'string', pattern: '^[^\\s@\\u0000]+@[^\\s@\\u0000]+\\.[^\\s@\\u0000]+$' },
  phone: { type: ['string', 'null'], pattern: '^\\+[0-9]{2,15}$' },
  birthDate: { type: ['string', 'null'], pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
};
const required = ['firstName', 'lastName', 'email'];

export const ownMembers = ['id', 'createdAt', 'updatedAt', 'links'] as const;
export const newPersonSchema = { type: 'object', required, properties, additionalProperties: false };
/** Whether the service's own members are as they were is for the handler to see. */
export const replacementSchema = {
  ...newPersonSchema,
  properties: { ...properties, ...Object.fromEntries(ownMembers.map((member) => [member, {}])) },
};
export const patchSchema = { type: 'object', properties, additionalProperties: false };
export const linkSchema = {
  type: 'object',
  required: ['href'],
  properties: { href: { type: 'string' } },
  additionalProperties: false,
};

/** Problem 422 for what no schema can see. */
export function draftOf({ firstName, lastName, email, phone, birthDate }: PersonBody): Draft {
  const texts = { firstName, lastName, email };
  const odd = Object.entries(texts).filter(([, text]) => !text.isWellFormed());
  const errors = odd.map(([member]) => ({ pointer: `/${member}`, detail: 'is no text' }));
  if (birthDate && !isPast(birthDate)) errors.push({ pointer: '/birthDate', detail: 'is no day of the past' });
  if (errors.length > 0) throw new HttpProblem(422, 'The body breaks a rule.', { errors });
  const optional = { phone: phone ?? null, birth_date: birthDate ?? null };
  return { first_name: firstName.trim(), last_name: lastName.trim(), email, ...optional };
}

/** Today is past enough. */
function isPast(day: string): boolean {
  const date = new Date(day);
  return date.getTime() <= Date.now() && date.toISOString().slice(0, 10) === day;
}

/** The body that a PUT would need after this patch (RFC 7396). */
export function patched(current: Draft, patch: Partial<PersonBody>): PersonBody {
  const { first_name: firstName, last_name: lastName, email, phone, birth_date: birthDate } = current;
  return { firstName, lastName, email, phone, birthDate, ...patch };
}
