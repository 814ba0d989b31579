import { randomBytes } from 'node:crypto';

// Neither id may be all zeros, and version ff is reserved (W3C Trace Context §3.2.2).
const pattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;

/**
 * The `traceparent` of a call made for a request: the same trace id, a parent id of its own.
 * Without a valid one a new trace begins (W3C Trace Context §4.3).
 */
export function continueTrace(incoming: string | undefined): string {
  const known = partsOf(incoming);
  const parentId = randomBytes(8).toString('hex');
  return known
    ? `00-${known.traceId}-${parentId}-${known.flags}`
    : `00-${randomBytes(16).toString('hex')}-${parentId}-01`;
}

/** The trace that a request belongs to; undefined without a valid `traceparent`. */
export function traceIdOf(incoming: string | undefined): string | undefined {
  return partsOf(incoming)?.traceId;
}

function partsOf(incoming = ''): { traceId: string; flags: string } | undefined {
  const [, version, traceId, flags, rest] = pattern.exec(incoming) ?? [];
  if (traceId === undefined || flags === undefined || (version === '00' && rest !== undefined)) return undefined;
  return { traceId, flags };
}
