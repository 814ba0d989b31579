import type { Household } from '../../src/doubles/neighbours/scene.ts';
import type { Random } from '../../src/types.ts';

/** Makes what one check needs; nothing of it is used by another check. */
export interface Make {
  household(): Household;
  /** Who holds a token. */
  sub(): string;
  /** An Idempotency-Key. */
  key(): string;
  /** A trace id (W3C Trace Context §3.2.2.3). */
  traceId(): string;
}

const firstNames = ['Ana', 'Ben', 'Chi', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jun'];
const streets = ['Main St', 'W 12th St', 'Elm Ave', 'Lake Rd', 'Oak Ln'];

/** @param made gets every household, so that a report can tell the calls about them. */
export function makeFrom(random: Random, made: Household[] = []): Make {
  return {
    household: () => {
      const household = householdFrom(random);
      made.push(household);
      return household;
    },
    sub: () => `u-${random.text(12)}`,
    key: () => `"${random.text(20)}"`,
    traceId: () => `1${Array.from({ length: 31 }, () => random.integer(16).toString(16)).join('')}`,
  };
}

function householdFrom(random: Random): Household {
  return {
    person: {
      firstName: random.pick(firstNames),
      lastName: `R${random.text(8).toLowerCase()}`,
      email: `${random.text(12).toLowerCase()}@example.org`,
    },
    address: {
      line1: `${1 + random.integer(9_000)} ${random.pick(streets)} Ste ${random.text(8)}`,
      city: 'New York',
      region: 'NY',
      postalCode: '10011',
    },
  };
}
