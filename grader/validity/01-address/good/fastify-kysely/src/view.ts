import { isDeepStrictEqual } from 'node:util';
import { ownMembers } from './place.ts';
import { HttpProblem } from './problem.ts';
import type { StoredAddress } from './repository.ts';

export type View = Record<string, unknown>;

/** @param base where addresses are: a path, or relative to the page that shows them. */
export function view(address: StoredAddress, base = '/addresses'): View {
  return {
    links: [
      { rel: 'persons', href: `/persons?address=${address.id}` },
      { rel: 'self', href: `${base}/${address.id}` },
    ],
    id: address.id,
    line1: address.line1,
    line2: address.line2,
    city: address.city,
    region: address.region,
    postalCode: address.postal_code,
    country: 'US',
    deliveryPoint: address.delivery_point,
    createdAt: utc(address.created_at),
    updatedAt: utc(address.updated_at),
  };
}

function utc(time: Date): string {
  return time.toISOString().replace('Z', '+00:00');
}

/** @param fields names between commas; problem 400 when an address has no such member. */
export function projected(whole: View, fields: string | null): View {
  if (fields === null) return whole;
  return Object.fromEntries(['links', ...fields.split(',')].map((name) => [name, whole[name]]));
}

/** Problem 422 when a PUT changes what is the service's. */
export function ownMembersKept(body: View, current: View): void {
  const changed = ownMembers.filter((name) => name in body && !isDeepStrictEqual(body[name], current[name]));
  if (changed.length === 0) return;
  const errors = changed.map((name) => ({ pointer: `/${name}`, detail: 'is not yours to change' }));
  throw new HttpProblem(422, 'Some members are not yours to change.', { errors });
}
