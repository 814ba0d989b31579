/** RFC 9110 §13.1.1: strong comparison. */
export function isCurrent(etag: string, ifMatch: string): boolean {
  return ifMatch.trim() === '*' || tagsIn(ifMatch).includes(etag);
}

/** RFC 9110 §13.1.2: weak comparison. */
export function isKnown(etag: string, ifNoneMatch = ''): boolean {
  return ifNoneMatch.trim() === '*' || tagsIn(ifNoneMatch).some((tag) => tag === etag || tag === `W/${etag}`);
}

function tagsIn(list: string): string[] {
  return list.match(/(W\/)?"[^"]*"/g) ?? [];
}
