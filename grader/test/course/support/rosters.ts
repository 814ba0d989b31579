import type { Member } from '../../../src/course/roster.ts';
import { RosterError } from '../../../src/course/roster-csv.ts';

export const labs = ['01-address', '02-person'];

/** A student at example.org. */
export function member(id: string, name: string): Member {
  return { id, name, email: `${id}@example.org`, role: 'student' };
}

/** The faults that a reading ends with. */
export function faultsOf(reading: () => unknown): string[] {
  try {
    reading();
  } catch (error) {
    if (error instanceof RosterError) return error.faults;
    throw error;
  }
  throw new Error('The roster has no fault.');
}
