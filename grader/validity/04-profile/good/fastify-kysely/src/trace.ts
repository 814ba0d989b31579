import { randomBytes } from 'node:crypto';

const shape = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/;

/** The trace id of a W3C `traceparent`, or a new one. */
export function traceIdIn(traceparent: string | undefined): string {
  const [, version, trace = '', parent = '', more] = shape.exec(traceparent ?? '') ?? [];
  const legal = version !== undefined && version !== 'ff' && !(version === '00' && more);
  return legal && /[^0]/.test(trace) && /[^0]/.test(parent) ? trace : randomBytes(16).toString('hex');
}

/** A `traceparent` with a parent id of its own. */
export function traceparentOf(trace: string): string {
  return `00-${trace}-${randomBytes(8).toString('hex')}-01`;
}
