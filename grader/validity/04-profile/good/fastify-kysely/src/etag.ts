import { createHash } from 'node:crypto';
import { HttpProblem } from './problem.ts';

/** A strong tag, with a character in it that a careless reader stumbles over (RFC 9110 §8.8.3). */
export function etagOf(...parts: unknown[]): string {
  return `"${hashOf(...parts)},1"`;
}

export function hashOf(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** Every tag of a list, weak ones with their `W/`. */
function tagsOf(list: string): string[] {
  return Array.from(list.matchAll(/(?:W\/)?"[^"]*"/g), ([tag]) => tag);
}

/** Weak comparison (RFC 9110 §13.1.2). */
export function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  const list = ifNoneMatch?.trim() ?? '';
  return list === '*' || tagsOf(list).some((tag) => tag.replace('W/"', '"') === etag);
}

/** Strong comparison (RFC 9110 §13.1.1). Problem: 412. */
export function demandMatch(ifMatch: string | undefined, etag: string): void {
  const list = ifMatch?.trim() ?? '';
  if (list !== '*' && !tagsOf(list).includes(etag)) throw new HttpProblem(412, 'The profile is in another state.');
}
