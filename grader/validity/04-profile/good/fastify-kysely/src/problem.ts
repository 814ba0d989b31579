import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

export interface Fault {
  pointer: string;
  detail: string;
}

/** What is known of a problem, and can be stored. */
export interface Facts {
  status: number;
  detail: string;
  errors?: Fault[];
  headers?: Record<string, string>;
}

export class HttpProblem extends Error {
  readonly facts: Facts;

  constructor(status: number, detail: string, extras: Pick<Facts, 'errors' | 'headers'> = {}) {
    super(detail);
    this.facts = { status, detail, ...extras };
  }
}

/** Come again a little later. */
export const SOON = { 'retry-after': '2' };

export function problemOf({ status, detail, errors }: Facts, instance: string): object {
  return { type: 'about:blank', title: STATUS_CODES[status], status, detail, instance, errors };
}

/** Every error of a handler, of a schema, and of Fastify itself ends here. */
export function answerError(error: FastifyError | HttpProblem, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof HttpProblem) answer(reply, request, error.facts);
  else if (error.validation) answer(reply, request, fromSchema(error.validation));
  else if (error.code === 'FST_ERR_BAD_URL') answerUnknown(request, reply);
  else if (error.statusCode && error.statusCode < 500) {
    answer(reply, request, { status: error.statusCode, detail: error.message });
  } else {
    console.log(error);
    answer(reply, request, fromFault(error));
  }
}

export function answerUnknown(request: FastifyRequest, reply: FastifyReply): void {
  answer(reply, request, { status: 404, detail: 'Nothing is here.' });
}

function answer(reply: FastifyReply, request: FastifyRequest, facts: Facts): void {
  // A serialised body, so that Fastify adds no charset to the media type.
  reply.code(facts.status).headers(facts.headers ?? {});
  reply.header('content-type', 'application/problem+json').send(JSON.stringify(problemOf(facts, `#${request.id}`)));
}

/** A database that is away is no fault of the program's. */
function fromFault({ code = '', message }: { code?: string; message: string }): Facts {
  const away = /^(ECONN\w+|57P\d\d|53300|08\w{3})$/.test(code) || /connection|connect/i.test(message);
  if (away) return { status: 503, detail: 'The database is away.', headers: SOON };
  return { status: 500, detail: 'The service has a fault.' };
}

/** ajv tells of each fault where it is; a member that is missing or unknown is in the parameters. */
function fromSchema(validation: NonNullable<FastifyError['validation']>): Facts {
  const errors = validation.map(({ instancePath, params, message = '' }) => {
    const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
    const member = missingProperty ?? additionalProperty;
    const inner = member === undefined ? '' : `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return { pointer: instancePath + inner, detail: message };
  });
  return { status: 422, detail: 'The body does not fit the schema.', errors };
}
