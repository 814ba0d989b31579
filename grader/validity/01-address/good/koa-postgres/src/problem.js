import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

/** Something that a client is told instead of what it wanted. */
export class Problem extends Error {
  constructor(status, detail, { headers = {}, errors } = {}) {
    super(detail);
    Object.assign(this, { status, headers, errors });
  }
}

export async function answerProblems(context, next) {
  try {
    await next();
  } catch (error) {
    tell(context, error instanceof Problem ? error : unforeseen(error));
  }
}

function unforeseen(error) {
  console.error(error);
  return new Problem(500, 'An error of the service.');
}

/** `code` and `at` are more than RFC 9457 asks for, and may be. */
function tell(context, { status, message, headers, errors }) {
  context.status = status;
  context.set(headers);
  context.type = 'application/problem+json; charset=utf-8';
  const problem = {
    instance: `/problems/${randomBytes(6).toString('hex')}`,
    at: new Date().toISOString(),
    detail: message,
    code: `E${status}`,
    status,
    title: STATUS_CODES[status],
    type: `/problems/kinds#${status}`,
    ...(errors ? { errors } : {}),
  };
  context.body = JSON.stringify(problem);
}
