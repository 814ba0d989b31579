import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.ts';

export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    parseJson(body),
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => body,
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new HttpProblem(400, 'The body is not JSON in UTF-8.');
  }
}

/** The routes differ in what they take. */
export function requireType(wanted = 'application/json') {
  return async ({ headers }: FastifyRequest): Promise<void> => {
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    if (type.trim().toLowerCase() !== wanted) throw new HttpProblem(415, `The body must be ${wanted}.`);
  };
}

/** Without a media type and a length, Fastify parses nothing. */
export async function requireBody({ body }: FastifyRequest): Promise<void> {
  if (body === undefined) throw new HttpProblem(400, 'A body is needed.');
}
