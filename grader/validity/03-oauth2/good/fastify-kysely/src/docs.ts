import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { HttpProblem } from './problem.ts';

const distribution = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
const types: Record<string, string> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.png': 'image/png',
};

/** Swagger UI as its makers ship it, but for the file that says which contract to show. */
export async function docs(app: FastifyInstance): Promise<void> {
  app.get('/openapi.json', async () => contract);
  app.get('/api-docs', async (_request, reply) => reply.redirect('/api-docs/index.html'));
  app.get('/api-docs/swagger-initializer.js', async (_request, reply) =>
    reply.type('text/javascript').send("window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui' });"),
  );
  app.get<{ Params: { file: string } }>('/api-docs/:file', async ({ params: { file } }, reply) => {
    const type = types[extname(file)];
    if (!type || !/^[\w.-]+$/.test(file)) throw new HttpProblem(404, 'Nothing is here.');
    const bytes = await readFile(join(distribution, file)).catch(() => undefined);
    if (!bytes) throw new HttpProblem(404, 'Nothing is here.');
    return reply.type(type).send(bytes);
  });
}

const json = { 'application/json': { schema: { type: 'object' } } };
const ok = { description: 'Done', content: json };
const refused = { description: 'Refused', content: { 'application/problem+json': { schema: { type: 'object' } } } };

const contract = {
  openapi: '3.0.3',
  info: { title: 'OAuth2', version: '1.0.0' },
  paths: {
    '/login': { get: { responses: { 200: ok, default: refused } } },
    '/login/callback': { get: { responses: { 200: ok, default: refused } } },
    '/token': { post: { responses: { 200: ok, default: refused } } },
    '/revoke': { post: { responses: { 200: ok, default: refused } } },
    '/introspect': { post: { responses: { 200: ok, default: refused } } },
    '/me': { get: { responses: { 200: ok, default: refused } } },
    '/authorize': { post: { responses: { 200: ok, default: refused } } },
    '/.well-known/jwks.json': { get: { responses: { 200: ok, default: refused } } },
    '/.well-known/oauth-authorization-server': { get: { responses: { 200: ok, default: refused } } },
  },
};
