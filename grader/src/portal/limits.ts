import { type Request, type RequestHandler, Router } from 'express';
import { type Options, rateLimit } from 'express-rate-limit';
import { userOf } from './guards.ts';
import { Refusal } from './refusal.ts';

/** Most requests in a minute. */
export interface Limits {
  /** Of an address: a lecture hall of 300 may share one. */
  address: number;
  /** Log-ons begun or ended from one address. */
  logOn: number;
  /** Of a member. */
  member: number;
  /** Forms that a member sends. */
  forms: number;
}

export const defaultLimits: Limits = { address: 6_000, logOn: 900, member: 300, forms: 60 };

const MINUTE = 60_000;

function limited(limit: number, options: Partial<Options>): RequestHandler {
  return rateLimit({
    ...{ windowMs: MINUTE, limit, standardHeaders: 'draft-8', legacyHeaders: false },
    ...options,
    handler: (_request, _response, next) => {
      const advice = 'Wait a minute, then load the page again. Nothing you handed in is lost.';
      next(new Refusal(429, 'Too many requests', 'More came from you in a minute than the portal answers.', advice));
    },
  });
}

/** Before anybody is known. */
export function limitAddresses({ address, logOn }: Limits): RequestHandler[] {
  // Routed, for Express takes /LOG-ON/ for the same.
  return [limited(address, {}), Router().get(['/log-on', '/log-on/callback'], limited(logOn, {}))];
}

/** Once somebody is known, wherever they are. */
export function limitMembers({ member, forms }: Limits): RequestHandler[] {
  const keyGenerator = (request: Request) => userOf(request)?.id ?? '';
  return [
    limited(member, { keyGenerator, skip: ({ user }) => !user }),
    limited(forms, { keyGenerator, skip: ({ user, method }) => !user || method !== 'POST' }),
  ];
}
