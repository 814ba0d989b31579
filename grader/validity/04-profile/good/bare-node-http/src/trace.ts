import { randomBytes } from 'node:crypto';

/** On whose behalf a call is made. */
export interface Cause {
  /** W3C trace id, 32 hexadecimal digits. */
  trace: string;
  /** As it was received; undefined after a restart, since tokens are not stored. */
  authorization: string | undefined;
  /** Whether a client waits for it: then it may be the one that tries a neighbour thought to be down. */
  awaited: boolean;
}

/** The trace id of what came in, or a fresh one. */
export function traceOf(traceparent: unknown): string {
  const [, version, trace, more] =
    /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/.exec(String(traceparent)) ??
    [];
  const isKnown = trace !== undefined && (version !== '00' || more === undefined);
  return isKnown ? trace : randomBytes(16).toString('hex');
}

/** The headers that every call to a neighbour carries. */
export function headersFor({ trace, authorization }: Cause): Record<string, string> {
  const traceparent = `00-${trace}-${randomBytes(8).toString('hex')}-01`;
  return authorization === undefined ? { traceparent } : { traceparent, authorization };
}
