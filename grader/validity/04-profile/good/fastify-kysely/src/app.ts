import { METHODS } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { parseBodies } from './body.ts';
import { docs } from './docs.ts';
import type { Parts } from './parts.ts';
import { answerError, answerUnknown, HttpProblem } from './problem.ts';
import { routes } from './routes.ts';

/** Everything but settings and the port. */
export async function buildApp(parts: Parts, ping: () => Promise<unknown>): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: 100 * 1024,
    routerOptions: { maxParamLength: 12_000 },
    return503OnClosing: false,
    frameworkErrors: answerError,
    // Faults are told, not mended; and all of them.
    ajv: { customOptions: { allErrors: true, coerceTypes: false, removeAdditional: false } },
  });
  // Fastify knows few methods by itself, and would answer 404 to the others.
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerUnknown);
  parseBodies(app);
  app.get('/health', async () => {
    await ping().catch(() => {
      throw new HttpProblem(503, 'The database is away.');
    });
    return { status: 'ok' };
  });
  await app.register(docs);
  await app.register(routes(parts));
  return app;
}
