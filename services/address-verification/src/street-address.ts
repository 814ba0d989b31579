import { Problem } from '@seeka/kit/problem';
import type { RequestHandler } from 'express';
import { type VerificationQuery, verify } from './verify.ts';

/** `GET /street-address`: the candidates for a street address; none is an answer too. */
export const streetAddress: RequestHandler = (request, response) => {
  response.json(verify(parseQuery(request.query)));
};

/** Parameters with other names are ignored, as the well-known APIs do. */
function parseQuery(query: Record<string, unknown>): VerificationQuery {
  const text = (name: string) => {
    const value = query[name] ?? '';
    if (typeof value !== 'string') throw new Problem(400, `${name} may be given once.`);
    return value;
  };
  const street = text('street');
  if (street.trim() === '') throw new Problem(400, 'street is missing: a house number and a street.');
  return { street, street2: text('street2'), city: text('city'), state: text('state'), zipcode: text('zipcode') };
}
