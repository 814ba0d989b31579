/** What a client sends, with its defaults. */
export interface Draft {
  line1: string;
  line2: string | null;
  city: string;
  region: string;
  postalCode: string;
  country: string;
}

// @lab:begin 1.5
/** A draft in its official spelling, with the number by which the postal service knows the door. */
export interface Verified extends Draft {
  deliveryPoint: string;
}
// @lab:starter
//| /** A draft that may be stored. TODO(1.5) It has a `deliveryPoint`, a string. */
//| export type Verified = Draft;
// @lab:end

/** What is stored: a row of the table `addresses`. */
export interface Address extends Verified {
  id: string;
  /** Its place in the collection. */
  sequence: string;
  /** How often it has been written. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface Link {
  rel: string;
  href: string;
}

/** What a client sees. */
export interface Representation extends Omit<Verified, 'line2'> {
  id: string;
  line2?: string;
  createdAt: string;
  updatedAt: string;
  links: Link[];
}

/** Where an address is: a path, so that it holds behind the gateway too. */
export function pathOf({ id }: Pick<Address, 'id'>): string {
  return `/addresses/${id}`;
}

/** The address as it is shown, with links to where one may go from it. */
export function represent({ sequence: _, version: __, ...address }: Address): Representation {
  return {
    ...address,
    line2: address.line2 ?? undefined,
    createdAt: address.createdAt.toISOString(),
    updatedAt: address.updatedAt.toISOString(),
    // @lab:begin 1.1
    links: [
      { rel: 'self', href: pathOf(address) },
      { rel: 'persons', href: `/persons?address=${address.id}` },
    ],
    // @lab:starter
    //| // TODO(1.1) Where the address is, and who lives there.
    //| links: [],
    // @lab:end
  };
}
