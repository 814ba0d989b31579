import { csrfSync } from 'csrf-sync';
import type { Request } from 'express';

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: ({ body }: Request) => (body as { csrf?: string } | undefined)?.csrf,
});

/** Refuses every POST whose form does not come from a page of this session. */
export const refuseForeignForms = csrfSynchronisedProtection;

/** What each form carries, in a hidden field `csrf`. */
export const formToken = (request: Request): string => generateToken(request);
