import type { Random } from '../../src/types.ts';

/** A person as a client sends it. */
export interface Draft {
  firstName: string;
  lastName: string;
  email: string;
  phone?: string | null;
  birthDate?: string | null;
}

/** Makes the persons of one check. */
export interface Make {
  /** Obeys every rule; last name and e-mail address are used by nobody else. */
  person(overrides?: Partial<Draft>): Draft;
  /** Persons who share one last name with each other and with nobody else. */
  family(count: number): Draft[];
  /** An id for an address that nobody else uses. */
  addressId(): string;
}

const firstNames = ['Ana', 'Ben', 'Chi', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jun'];

export function makeDrafts(random: Random): Make {
  const person = (overrides: Partial<Draft> = {}): Draft => {
    const lastName = `R${random.text(10).toLowerCase()}`;
    const email = `${random.text(12).toLowerCase()}@example.org`;
    return { firstName: random.pick(firstNames), lastName, email, ...overrides };
  };
  return {
    person,
    family: (count) => {
      const { lastName } = person();
      return Array.from({ length: count }, () => person({ lastName }));
    },
    addressId: () => `a${random.text(12)}`,
  };
}
