import { Problem } from '@seeka/kit/problem';

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
  throw new Problem(501, 'TODO(2.1) Show a person: the members that are not the service’s own affair, and links.');
}
