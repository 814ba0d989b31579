import type { ErrorRequestHandler, RequestHandler } from 'express';
import { messageOf } from '../reason.ts';
import { page } from './page.ts';
import { nothingHere, Refusal } from './refusal.ts';

export const notFound: RequestHandler = (_request, _response, next) => next(nothingHere());

/** Every error becomes a page that says what to do; what is ours is logged, and its text stays here. */
export function answerErrors(log: (line: string) => void): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = refusalOf(error);
    if (refusal.status >= 500) log(`${request.method} ${request.path}: ${messageOf(error)}`);
    const { status, title, message, advice } = refusal;
    page(response.status(status), 'views/error', { title, message, advice });
  };
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { status, code } = (error ?? {}) as { status?: number; code?: string };
  if (code === 'EBADCSRFTOKEN') return staleForm();
  if (status !== undefined && status >= 400 && status < 500) {
    const advice = 'Go back, and send it once more.';
    return new Refusal(status, 'That cannot be read', 'What your browser sent cannot be read.', advice);
  }
  const advice = 'Nothing you handed in is lost. Try again in a minute; if it stays so, tell your instructor.';
  return new Refusal(500, 'The portal is at fault', 'Something went wrong here, and it is not your fault.', advice);
}

function staleForm(): Refusal {
  const message = 'The form was older than your log-on, or did not come from this portal.';
  return new Refusal(403, 'This form cannot be used', message, 'Go back, load the page anew, and send it once more.');
}
