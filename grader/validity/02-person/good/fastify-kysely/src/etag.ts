import { HttpProblem } from './problem.ts';
import type { StoredPerson } from './repository.ts';

/** A strong tag of legal characters, among them such as a careless reader stumbles over (RFC 9110 §8.8.3). */
export function etagOf({ id, version }: Pick<StoredPerson, 'id' | 'version'>): string {
  return `"${id},*;W/\\${version}"`;
}

/** Every tag of a list, weak ones with their `W/`. */
function tagsOf(list: string): string[] {
  return Array.from(list.matchAll(/(?:W\/)?"[^"]*"/g), ([tag]) => tag);
}

/** Weak comparison (RFC 9110 §13.1.2). */
export function knows(ifNoneMatch: string | undefined, person: StoredPerson): boolean {
  const list = ifNoneMatch?.trim() ?? '';
  return list === '*' || tagsOf(list).some((tag) => tag.replace('W/"', '"') === etagOf(person));
}

/** Strong comparison (RFC 9110 §13.1.1): the versions that may be written, all when undefined. Problem: 412. */
export function versionsIn(ifMatch: string | undefined, person: StoredPerson): number[] | undefined {
  const list = ifMatch?.trim() ?? '';
  if (list === '*') return undefined;
  if (tagsOf(list).includes(etagOf(person))) return [person.version];
  throw new HttpProblem(412, 'The person is in another state.');
}
