import { METHODS } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { addresses, type Parts } from './addresses.ts';
import { docs } from './docs.ts';
import { answerError, answerUnknown, HttpProblem } from './problem.ts';

/** Everything but settings and the port. */
export async function buildApp(parts: Parts): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: 100 * 1024,
    routerOptions: { maxParamLength: 12_000 },
    return503OnClosing: false,
    frameworkErrors: answerError,
    // Faults are told, not mended; and all of them.
    ajv: { customOptions: { allErrors: true, coerceTypes: false, removeAdditional: false, allowUnionTypes: true } },
  });
  // Fastify knows few methods by itself, and would answer 404 to the others.
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerUnknown);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    parseJson(body),
  );
  app.get('/health', async () => {
    await healthy(parts);
    return { status: 'ok' };
  });
  await app.register(docs);
  await app.register(addresses(parts));
  return app;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new HttpProblem(400, 'The body is not JSON in UTF-8.');
  }
}

async function healthy({ repository }: Parts): Promise<void> {
  try {
    await repository.ping();
  } catch {
    throw new HttpProblem(503, 'The database is away.');
  }
}
