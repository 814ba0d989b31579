import { randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import { Problem } from './problem.js';

const LIMIT_MS = 1_400;
const dispatcher = new Agent({ connections: null, pipelining: 1 });

/** Asks the API at `base` for the official form of a draft. Problems: 422, 503. */
export function createVerifier(base) {
  return async (draft, traceparent) => {
    const found = await candidates(base, draft, traceparent);
    if (found.length === 0) {
      throw new Problem(422, 'The postal service does not go there.', {
        errors: [{ pointer: '', detail: 'Unknown.' }],
      });
    }
    return placeOf(found[0], draft);
  };
}

/** Asked once more when the first answer is of no use, within the same limit. */
async function candidates(base, { line1, line2, city, region, postalCode }, traceparent) {
  const query = { street: line1, street2: line2 ?? '', city, state: region, zipcode: postalCode, candidates: 1 };
  const signal = AbortSignal.timeout(LIMIT_MS);
  const ask = () => arrayFrom(`${base.replace(/\/+$/, '')}/street-address`, { query, traceparent, signal });
  try {
    return await ask().catch((error) => (signal.aborted ? Promise.reject(error) : ask()));
  } catch (error) {
    throw unavailable(error);
  }
}

async function arrayFrom(url, { query, traceparent, signal }) {
  const headers = { accept: 'application/json', traceparent: traced(traceparent) };
  const { statusCode, body } = await request(url, { dispatcher, query, headers, signal });
  const found = await body.json();
  if (statusCode === 200 && Array.isArray(found)) return found;
  throw new TypeError(`${statusCode}, or no array`);
}

function placeOf(candidate, draft) {
  const { components = {}, ...lines } = candidate ?? {};
  const { zipcode, plus4_code: plus4 } = components ?? {};
  const place = {
    line1: lines.delivery_line_1,
    line2: lines.delivery_line_2 ?? draft.line2,
    city: components?.city_name,
    region: components?.state_abbreviation,
    postal_code: plus4 ? `${zipcode}-${plus4}` : zipcode,
    delivery_point: lines.delivery_point_barcode,
  };
  const { line2, ...needed } = place;
  const texts = [...Object.values(needed), zipcode, line2 ?? '', plus4 ?? ''];
  if (texts.every((text) => typeof text === 'string' && !text.includes('\0'))) return place;
  throw unavailable('a candidate of another shape');
}

function unavailable(why) {
  console.error('Verification:', String(why));
  return new Problem(503, 'Addresses cannot be verified just now.', { headers: { 'Retry-After': '10' } });
}

/** https://www.w3.org/TR/trace-context/: goes on with a valid trace, or begins one. */
function traced(traceparent) {
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-|$)/.exec(traceparent);
  const zeros = /^0+$/;
  const usable = match && match[1] !== 'ff' && !zeros.test(match[2]) && !zeros.test(match[3]);
  const whole = usable && (match[1] !== '00' || traceparent.length === 55);
  const trace = whole ? match[2] : randomBytes(16).toString('hex');
  return `00-${trace}-${randomBytes(8).toString('hex')}-${whole ? match[4] : '00'}`;
}
