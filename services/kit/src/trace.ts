import { randomBytes } from 'node:crypto';

// Neither id may be all zeros, and version ff is reserved (W3C Trace Context §3.2.2).
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;

/**
 * The `traceparent` of a call made for a request: the same trace id, a parent id of its own.
 * Without a valid one a new trace begins (W3C Trace Context §4.3).
 */
export function continueTrace(incoming: string | undefined): string {
  const [, version, traceId, flags, rest] = pattern.exec(incoming ?? '') ?? [];
  const parentId = randomBytes(8).toString('hex');
  const valid = traceId !== undefined && (version !== '00' || rest === undefined);
  return valid ? `00-${traceId}-${parentId}-${flags}` : `00-${randomBytes(16).toString('hex')}-${parentId}-01`;
}
