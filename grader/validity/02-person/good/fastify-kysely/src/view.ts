import { isDeepStrictEqual } from 'node:util';
import { ownMembers } from './draft.ts';
import { HttpProblem } from './problem.ts';
import type { StoredPerson } from './repository.ts';

export type View = Record<string, unknown>;

/** @param base where persons are: a path, or relative to the page that shows them. */
export function view(person: StoredPerson, base = '/persons'): View {
  const self = `${base}/${person.id}`;
  return {
    links: [
      ...(person.address_id === null ? [] : [{ rel: 'address', href: `${self}/address` }]),
      { rel: 'self', href: self },
    ],
    id: person.id,
    firstName: person.first_name,
    lastName: person.last_name,
    email: person.email,
    ...(person.phone === null ? {} : { phone: person.phone }),
    ...(person.birth_date === null ? {} : { birthDate: person.birth_date }),
    createdAt: utc(person.created_at),
    updatedAt: utc(person.updated_at),
  };
}

function utc(time: Date): string {
  return time.toISOString().replace('Z', '+00:00');
}

/** @param fields names between commas. */
export function projected(whole: View, fields: string | null): View {
  if (fields === null) return whole;
  const names = ['links', ...fields.split(',')].filter((name) => name in whole);
  return Object.fromEntries(names.map((name) => [name, whole[name]]));
}

/** Problem 422 when a PUT changes what is the service's. */
export function ownMembersKept(body: View, current: View): void {
  const changed = ownMembers.filter((name) => name in body && !isDeepStrictEqual(body[name], current[name]));
  if (changed.length === 0) return;
  const errors = changed.map((name) => ({ pointer: `/${name}`, detail: 'is not yours to change' }));
  throw new HttpProblem(422, 'Some members are not yours to change.', { errors });
}
