import type { FastifyInstance } from 'fastify';
import { HttpProblem } from './problem.ts';

/** `OPTIONS`, and 405 for whatever else there is not. */
export function allowOnly(app: FastifyInstance, url: string, methods: string[]): void {
  const allow = [...methods, 'OPTIONS'].join(',');
  const others = app.supportedMethods.filter((method) => !methods.includes(method) && method !== 'OPTIONS');
  app.options(url, async (_request, reply) => reply.code(204).header('allow', allow).send());
  const refuse = async () => {
    throw new HttpProblem(405, 'This method is not for this URL.', { headers: { allow } });
  };
  // Before any body is read.
  app.route({ method: others, url, onRequest: refuse, handler: refuse });
}
