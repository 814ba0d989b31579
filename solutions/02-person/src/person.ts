// @lab:begin 2.1
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
//|
// @lab:end
/** What a client sends. */
export interface Draft {
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  /** A calendar day, YYYY-MM-DD. It is no moment: a Date would move it with the time zone. */
  birthDate: string | null;
}

/** What is stored: a row of the table `persons`. */
export interface Person extends Draft {
  id: string;
  /** Its place in the collection. */
  sequence: string;
  /** How often it has been written. */
  version: number;
  /** The id of the address that this person is linked to; the address itself is another service's. */
  addressId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** What a client sees. */
export interface Representation {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  phone?: string;
  birthDate?: string;
  createdAt: string;
  updatedAt: string;
  links: { rel: string; href: string }[];
}

/** Where a person is: a path, so that it holds behind the gateway too. */
export function pathOf({ id }: Pick<Person, 'id'>): string {
  return `/persons/${id}`;
}

/** The person as it is shown, with links to where one may go from it. */
export function represent(person: Person): Representation {
  // @lab:begin 2.1
  const { id, firstName, lastName, email, phone, birthDate, createdAt, updatedAt } = person;
  return {
    ...{ id, firstName, lastName, email, phone: phone ?? undefined, birthDate: birthDate ?? undefined },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    links: linksOf(person),
  };
  // @lab:starter
  //| throw new Problem(501, 'TODO(2.1) Show a person: the members that are not the service’s own affair, and links.');
  // @lab:end
}
// @lab:begin 2.1

function linksOf(person: Person): Representation['links'] {
  const self = { rel: 'self', href: pathOf(person) };
  // @lab:begin 2.4
  if (person.addressId !== null) return [self, { rel: 'address', href: `${pathOf(person)}/address` }];
  // @lab:starter
  //| // TODO(2.4) Lead to the address of whoever is linked to one.
  // @lab:end
  return [self];
}
// @lab:end
