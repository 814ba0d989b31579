import { setTimeout } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { Problem } from './problem.ts';

// Whoever watches a service asks often, and gives up soon.
const LIMIT_MS = 1_500;

/** `GET /health`: 200 while `check` resolves (the service's own database answers), else 503. Its neighbours do not count. */
export function health(check: () => Promise<unknown> = async () => true): RequestHandler {
  return async (_request, response) => {
    if (!(await passes(check))) throw new Problem(503, 'The database cannot be reached.');
    response.json({ status: 'ok' });
  };
}

function passes(check: () => Promise<unknown>): Promise<boolean> {
  const checked = check().then(
    () => true,
    () => false,
  );
  return Promise.race([checked, setTimeout(LIMIT_MS, false, { ref: false })]);
}
