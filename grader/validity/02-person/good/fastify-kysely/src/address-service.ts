import { randomBytes } from 'node:crypto';
import { HttpProblem } from './problem.ts';

// Between the 1 s that must be waited and the 2 s that must not be passed.
const PATIENCE_MS = 1_900;

export interface Found {
  status: number;
  etag: string | null;
  text: string;
}

export class AddressService {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base.endsWith('/') ? base.slice(0, -1) : base;
  }

  /** The id that a link leads to; undefined when it leads to nothing of Address. */
  idOf(href: string): string | undefined {
    const path = href.startsWith(`${this.#base}/`) ? href.slice(this.#base.length) : href;
    const parts = path.split('/');
    if (parts.length !== 3 || parts[0] !== '' || parts[1] !== 'addresses' || /[?#\\]/.test(path)) return undefined;
    try {
      const id = decodeURIComponent(parts[2] ?? '');
      return ['', '.', '..'].includes(id) || id.includes('\0') ? undefined : id;
    } catch {
      return undefined;
    }
  }

  /** Undefined when there is no such address. Problem: 503. */
  async find(id: string, trace: string | undefined, known?: string): Promise<Found | undefined> {
    const headers = { traceparent: nextHop(trace), ...(known ? { 'if-none-match': known } : {}) };
    const url = `${this.#base}/addresses/${encodeURIComponent(id)}`;
    try {
      const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
      const text = await response.text();
      if (response.status === 404 || response.status === 410) return undefined;
      if (response.status === 200 || response.status === 304) {
        return { status: response.status, etag: response.headers.get('etag'), text };
      }
    } catch (error) {
      console.log(`Address failed: ${error}`);
    }
    throw new HttpProblem(503, 'Address is of no help now.', { headers: { 'retry-after': '3' } });
  }
}

/** W3C Trace Context: a new parent id, in the trace that came or in a new one. */
function nextHop(traceparent = ''): string {
  const [, trace, parent, flags] = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(traceparent) ?? [];
  const known = trace && parent && /[^0]/.test(trace) && /[^0]/.test(parent);
  return ['00', known ? trace : hex(16), hex(8), known ? flags : '01'].join('-');
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
