import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

interface Extras {
  errors?: { pointer: string; detail: string }[];
  headers?: Record<string, string>;
}

export class HttpProblem extends Error {
  readonly status: number;
  readonly extras: Extras;

  constructor(status: number, detail: string, extras: Extras = {}) {
    super(detail);
    this.status = status;
    this.extras = extras;
  }
}

/** Every error of a handler, of a schema, and of Fastify itself ends here. */
export function answerError(error: FastifyError | HttpProblem, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof HttpProblem) answer(reply, request, error);
  else if (error.validation) answer(reply, request, fromSchema(error.validation));
  else if (error.statusCode && error.statusCode < 500) {
    answer(reply, request, new HttpProblem(error.statusCode, error.message));
  } else {
    console.log(error);
    answer(reply, request, new HttpProblem(500, 'The service has a fault.'));
  }
}

export function answerUnknown(request: FastifyRequest, reply: FastifyReply): void {
  answer(reply, request, new HttpProblem(404, 'Nothing is here.'));
}

function answer(reply: FastifyReply, request: FastifyRequest, { status, message, extras }: HttpProblem): void {
  const { headers = {}, errors } = extras;
  const problem = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: message,
    instance: `#${request.id}`,
    errors,
  };
  // A serialised body, so that Fastify adds no charset to the media type.
  reply.code(status).headers(headers).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
}

/** ajv tells of each fault where it is; a member that is missing or unknown is in the parameters. */
function fromSchema(validation: NonNullable<FastifyError['validation']>): HttpProblem {
  const errors = validation.map(({ instancePath, params, message = '' }) => {
    const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
    const member = missingProperty ?? additionalProperty;
    const inner = member === undefined ? '' : `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return { pointer: instancePath + inner, detail: message };
  });
  return new HttpProblem(422, 'The body does not fit the schema.', { errors });
}
