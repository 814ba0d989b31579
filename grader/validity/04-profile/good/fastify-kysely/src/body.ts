import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.ts';

const bytes = new WeakMap<FastifyRequest, Buffer>();

export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    bytes.set(request, body);
    return parseJson(body);
  });
}

/** A body as it came. */
export function bytesOf(request: FastifyRequest): Buffer {
  return bytes.get(request) ?? Buffer.alloc(0);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new HttpProblem(400, 'The body is not JSON in UTF-8.');
  }
}

export async function requireJson({ headers }: FastifyRequest): Promise<void> {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json')
    throw new HttpProblem(415, 'The body must be application/json.');
}

/** Without a media type and a length, Fastify parses nothing. */
export async function requireBody({ body }: FastifyRequest): Promise<void> {
  if (body === undefined) throw new HttpProblem(400, 'A body is needed.');
}
