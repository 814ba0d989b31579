import { Problem } from '@seeka/kit/problem';
import type { Request } from 'express';
import type { Person } from './person.ts';
import type { Persons } from './store.ts';

/** Problem: 404 when there is nobody with the id of the path. */
export async function find(persons: Persons, { params }: Request): Promise<Person> {
  const person = await persons.read(String(params.id));
  if (!person) throw new Problem(404, 'There is no person with this id.');
  return person;
}
