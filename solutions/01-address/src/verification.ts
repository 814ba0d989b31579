import { type CallAnswer, call } from '@seeka/kit/outgoing';
import { Problem } from '@seeka/kit/problem';
import type { Draft, Verified } from './address.ts';
import { faultsOf } from './draft.ts';

/**
 * Asks for the official spelling of a draft.
 * Problems: 422 no such address; 503 when the API gives no answer in time, or one that makes no sense.
 */
export type Verify = (draft: Draft, traceparent: string | undefined) => Promise<Verified>;

/** @param base the URL of the verification API. */
export function verifyBy(base: string): Verify {
  // @lab:begin 1.5
  return async (draft, traceparent) => {
    const candidates = await ask(urlOf(base, draft), traceparent);
    if (candidates.length > 0) return readCandidate(candidates[0]);
    const errors = [{ pointer: '', detail: 'is no address that the postal service knows' }];
    throw new Problem(422, 'There is no such address.', { code: 'no-such-address', errors });
  };
  // @lab:starter
  //| // TODO(1.5) Ask the API at `base`. Until then every draft passes as it is.
  //| return async (draft) => draft;
  // @lab:end
}
// @lab:begin 1.5

/** One place that fits, as US street-address APIs describe it. */
interface Candidate {
  delivery_line_1: string;
  delivery_line_2?: string | null;
  delivery_point_barcode: string;
  components: { city_name: string; state_abbreviation: string; zipcode: string; plus4_code?: string | null };
}

function urlOf(base: string, { line1, line2, city, region, postalCode }: Draft): string {
  const query = new URLSearchParams({ street: line1, city, state: region, zipcode: postalCode });
  if (line2) query.set('street2', line2);
  return `${base.replace(/\/+$/, '')}/street-address?${query}`;
}

async function ask(url: string, traceparent: string | undefined): Promise<unknown[]> {
  try {
    return parseCandidates(await call(url, { traceparent }));
  } catch (cause) {
    throw unavailable(cause);
  }
}

function parseCandidates({ status, text }: CallAnswer): unknown[] {
  if (status !== 200) throw new Error(`The verification API answered ${status}.`);
  const candidates: unknown = JSON.parse(text);
  if (!Array.isArray(candidates)) throw new Error('The verification API answered no array.');
  return candidates;
}

/** The API is no more to be trusted than a client: what it says must obey the same rules. */
function readCandidate(candidate: unknown): Verified {
  if (!isCandidate(candidate)) throw unavailable('This is no candidate.');
  const { delivery_line_1: line1, delivery_line_2, delivery_point_barcode: deliveryPoint, components } = candidate;
  const { city_name: city, state_abbreviation: region, zipcode, plus4_code } = components;
  const postalCode = plus4_code ? `${zipcode}-${plus4_code}` : zipcode;
  const draft = { line1, line2: delivery_line_2 ?? null, city, region, postalCode, country: 'US' };
  const faults = faultsOf(draft);
  if (faults.length > 0) throw unavailable(faults);
  return { ...draft, deliveryPoint };
}

function isCandidate(value: unknown): value is Candidate {
  const { components, ...lines } = (value ?? {}) as Partial<Candidate>;
  const { city_name, state_abbreviation, zipcode, plus4_code } = components ?? ({} as Partial<Candidate['components']>);
  const needed = [lines.delivery_line_1, city_name, state_abbreviation, zipcode];
  const optional = [lines.delivery_line_2, plus4_code].filter((text) => text !== undefined && text !== null);
  return [...needed, ...optional].every((text) => typeof text === 'string') && isBarcode(lines.delivery_point_barcode);
}

/** Printable ASCII, and short enough for an index. */
function isBarcode(value: unknown): boolean {
  return typeof value === 'string' && /^[!-~]{1,100}$/.test(value);
}

function unavailable(cause: unknown): Problem {
  const headers = { 'Retry-After': '1' };
  return new Problem(503, 'The address cannot be verified at the moment.', {
    code: 'verification-unavailable',
    headers,
    cause,
  });
}
// @lab:end
