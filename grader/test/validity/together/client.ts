import { candidateOf, nthDeliveryPoint } from '@seeka/address-verification/delivery-point';

/** What a client makes of an answer. */
export interface Answer {
  status: number;
  /** Of JSON; null where there is none. */
  body: unknown;
  etag: string;
  /** Where the Location leads, as a whole URL; the URL asked where there is none. */
  location: string;
}

/** Sends a request with a JSON body, if any, and these headers. */
export type Ask = (
  method: string,
  href: string,
  rest?: { body?: unknown; headers?: Record<string, string> },
) => Promise<Answer>;

/** Somebody who bears a token. Hrefs lead into the gateway. */
export function clientOf(gateway: string, token: string): Ask {
  return async (method, href, { body, headers } = {}) => {
    const answer = await fetch(new URL(href, gateway), {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
        authorization: `Bearer ${token}`,
      },
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: text === '' ? null : JSON.parse(text),
      etag: answer.headers.get('etag') ?? '',
      location: new URL(answer.headers.get('location') ?? '', answer.url).href,
    };
  };
}

/** A place that the verification knows, another for each n: as a client sends it, and as it is stored. */
export function place(n: number) {
  // 1009 is a prime: the places are spread over the streets.
  const { delivery_line_1, delivery_point_barcode, components } = candidateOf(nthDeliveryPoint(n * 1_009));
  const { city_name: city, state_abbreviation: region, zipcode, plus4_code } = components;
  const sent = { line1: delivery_line_1, city, region, postalCode: zipcode };
  return { sent, stored: { ...sent, postalCode: `${zipcode}-${plus4_code}`, deliveryPoint: delivery_point_barcode } };
}
