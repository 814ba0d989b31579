import { randomBytes } from 'node:crypto';
import type { AddressBody, Place } from './place.ts';
import { HttpProblem } from './problem.ts';

// Between the 1 s that must be waited and the 2 s that must not be passed.
const PATIENCE_MS = 1_900;

interface Candidate {
  delivery_line_1: string;
  delivery_line_2?: string | null;
  delivery_point_barcode: string;
  components: { city_name: string; state_abbreviation: string; zipcode: string; plus4_code?: string | null };
}

export class VerificationApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base.endsWith('/') ? base : `${base}/`;
  }

  /** The official form of an address. Problems: 422 when there is none, 503 when the API is of no help. */
  async verify(body: AddressBody, traceparent: string | undefined): Promise<Place> {
    const candidates = await this.#candidates(body, traceparent);
    const [first] = candidates;
    if (first === undefined) {
      throw new HttpProblem(422, 'Nobody can deliver there.', {
        errors: [{ pointer: '', detail: 'The address does not exist.' }],
      });
    }
    if (!isCandidate(first)) throw unavailable();
    const { components: of, ...it } = first;
    return {
      line1: it.delivery_line_1,
      line2: it.delivery_line_2 ?? null,
      city: of.city_name,
      region: of.state_abbreviation,
      postal_code: [of.zipcode, of.plus4_code].filter(Boolean).join('-'),
      delivery_point: it.delivery_point_barcode,
    };
  }

  async #candidates(body: AddressBody, traceparent: string | undefined): Promise<unknown[]> {
    const url = new URL('street-address', this.#base);
    url.searchParams.set('street', body.line1);
    if (body.line2) url.searchParams.set('street2', body.line2);
    url.searchParams.set('city', body.city);
    url.searchParams.set('state', body.region);
    url.searchParams.set('zipcode', body.postalCode);
    try {
      const headers = { traceparent: nextHop(traceparent) };
      const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
      const answer: unknown = await response.json();
      if (response.status === 200 && Array.isArray(answer)) return answer;
    } catch (error) {
      console.log(`The verification API failed: ${error}`);
    }
    throw unavailable();
  }
}

function unavailable(): HttpProblem {
  return new HttpProblem(503, 'The verification API is of no help now.', { headers: { 'retry-after': '3' } });
}

function isCandidate(value: unknown): value is Candidate {
  const candidate = Object(value) as Partial<Candidate>;
  const parts = Object(candidate.components) as Partial<Candidate['components']>;
  const needed = [candidate.delivery_line_1, candidate.delivery_point_barcode, parts.city_name];
  const optional = [candidate.delivery_line_2, parts.plus4_code].filter((it) => it !== undefined && it !== null);
  return [...needed, parts.state_abbreviation, parts.zipcode, ...optional].every(
    (it) => typeof it === 'string' && !it.includes('\0'),
  );
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
