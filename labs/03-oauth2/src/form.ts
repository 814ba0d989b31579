import express, { type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import { once } from './query.ts';

/** The errors of RFC 6749 §5.2 and RFC 7662 §2.3. */
type Code = 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'invalid_scope' | 'unsupported_grant_type';

/** A refusal in the form that OAuth gives it, which is older than problem+json. */
export class OAuthError extends Error {
  readonly code: Code;

  constructor(code: Code, description: string) {
    super(description);
    this.code = code;
  }
}

/** Reads the body of a form as it came; for the routes that take one. */
export const formBody: RequestHandler[] = [
  (request, _response, next) => {
    const isForm = request.is('application/x-www-form-urlencoded');
    next(isForm ? undefined : new OAuthError('invalid_request', 'Send application/x-www-form-urlencoded.'));
  },
  express.text({ type: () => true, limit: '100kb' }),
];

/** The fields of these names, others ignored (RFC 6749 §3.2). An empty one counts as absent. OAuthError: one came twice. */
export function fieldsOf<Name extends string>(request: Request, ...names: Name[]): Partial<Record<Name, string>> {
  const body: unknown = request.body;
  const form = new URLSearchParams(typeof body === 'string' ? body : '');
  const fields = once(form, names, (name) => new OAuthError('invalid_request', `${name} came twice.`));
  for (const name of names) if (fields[name] === '') delete fields[name];
  return fields;
}

/** Answers an OAuthError; stands before `answerProblems`. */
export const answerOAuthErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof OAuthError)) return next(error);
  if (error.code === 'invalid_client') response.status(401).set('WWW-Authenticate', 'Basic realm="seeka"');
  else response.status(400);
  response.set('Cache-Control', 'no-store').json({ error: error.code, error_description: error.message });
};
