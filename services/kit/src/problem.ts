import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';

/** One member of a body that breaks a rule. */
export interface MemberFault {
  /** RFC 6901; "" is the whole body. */
  pointer: string;
  detail: string;
}

interface ProblemOptions extends ErrorOptions {
  /** For programs and tests: it stays when the wording changes. By default the status in words. */
  code?: string;
  errors?: MemberFault[];
  headers?: Record<string, string>;
}

/**
 * A refusal, which is no bug: thrown wherever a rule is broken, answered by `answerProblems`.
 * @example throw new Problem(412, 'The address has changed since you read it.');
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: MemberFault[] | undefined;
  readonly headers: Record<string, string>;

  constructor(status: number, detail: string, { code, errors, headers = {}, cause }: ProblemOptions = {}) {
    super(detail, { cause });
    this.status = status;
    this.code = code ?? titleOf(status).toLowerCase().replaceAll(/\W+/g, '-');
    this.errors = errors;
    this.headers = headers;
  }
}

/** The last path: nothing above it has answered. */
export const notFound: RequestHandler = () => {
  throw new Problem(404, 'There is nothing at this path.');
};

/** Answers whatever was thrown as `application/problem+json` (RFC 9457). A bug is logged, and its text is kept from the client. */
export const answerProblems: ErrorRequestHandler = (error, request, response, next) => {
  if (response.headersSent) return next(error);
  const { status, code, message, errors, headers } = toProblem(error);
  if (status === 500) console.error(error);
  response.status(status).set(headers).type('application/problem+json');
  const instance = instanceOf(request);
  response.json({ type: 'about:blank', title: titleOf(status), status, detail: message, instance, code, errors });
};

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // Express's router throws this for a malformed percent-encoding, and nothing can be at such a path.
  if (error instanceof URIError) return new Problem(404, 'There is nothing at this path.');
  if (isRefusal(error)) return new Problem(error.status, `The request cannot be read: ${error.message}.`);
  return new Problem(500, 'Something went wrong here. It is not your fault.');
}

/** What Express's body parsers throw when the client is at fault. */
function isRefusal(error: unknown): error is { status: number; message: string } {
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  return expose === true && typeof status === 'number' && status >= 400 && status < 500;
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Problem';
}

/** The path as a valid URI reference (RFC 3986), whatever bytes the client sent. */
function instanceOf({ originalUrl }: Request): string {
  const [path = ''] = originalUrl.split('?');
  return path.replaceAll(/%(?![\dA-Fa-f]{2})|[^\w.~!$&'()*+,;=:@/%-]/g, encodeURIComponent);
}
