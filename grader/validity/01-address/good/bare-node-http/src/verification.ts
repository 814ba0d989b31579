import { randomBytes } from 'node:crypto';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import type { Draft, Verified } from './address.ts';
import { Refusal } from './exchange.ts';

export type Verify = (draft: Draft, traceparent: string | string[] | undefined) => Promise<Verified>;

const LIMIT_MS = 1_600;

/** Asks the API at `base`. Refusals: 422 no such address, 503 no answer of use. */
export function verifier(base: string): Verify {
  return async (draft, traceparent) => {
    const answer = await ask(urlOf(base, draft), continued(String(traceparent))).catch(unavailable);
    if (!Array.isArray(answer)) throw unavailable('no array');
    if (answer.length === 0) {
      throw new Refusal(422, 'There is no such address.', { errors: [{ pointer: '', detail: 'is nowhere' }] });
    }
    return read(answer[0]);
  };
}

function urlOf(base: string, { line1, line2, city, region, postalCode }: Draft): URL {
  const url = new URL(`${base.replace(/\/$/, '')}/street-address`);
  const query = { street: line1, street2: line2 ?? '', city, state: region, zipcode: postalCode };
  url.search = new URLSearchParams(query).toString();
  return url;
}

async function ask(url: URL, traceparent: string): Promise<unknown> {
  const options = { headers: { traceparent }, signal: AbortSignal.timeout(LIMIT_MS) };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    (url.protocol === 'https:' ? getHttps : getHttp)(url, options, resolve).on('error', reject);
  });
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  return JSON.parse(text);
}

/** W3C Trace Context: the same trace, or a new one. */
function continued(traceparent: string): string {
  const [, known] = /^00-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent) ?? [];
  return `00-${known ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}

function read(candidate: unknown): Verified {
  const { components, ...it } = Object(candidate);
  const { city_name: city, state_abbreviation: region, zipcode, plus4_code: plus4 } = Object(components);
  const { delivery_line_1: line1, delivery_line_2: line2 = null, delivery_point_barcode: deliveryPoint } = it;
  const texts = [line1, city, region, zipcode, deliveryPoint, line2 ?? '', plus4 ?? ''];
  if (!texts.every((text) => typeof text === 'string' && !text.includes('\0'))) throw unavailable('another shape');
  if (![line1, city, region, zipcode, deliveryPoint].every(Boolean)) throw unavailable('empty members');
  return {
    line1,
    line2: line2 || null,
    city,
    region,
    postalCode: plus4 ? `${zipcode}-${plus4}` : zipcode,
    deliveryPoint,
  };
}

function unavailable(why: unknown): never {
  console.error(`The verification API gave no answer of use: ${why}`);
  const headers = { 'retry-after': new Date(Date.now() + 5_000).toUTCString() };
  throw new Refusal(503, 'Addresses cannot be verified now.', { headers });
}
