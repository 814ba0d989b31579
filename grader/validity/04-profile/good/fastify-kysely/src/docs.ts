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

const created = { 201: { ...ok, description: 'Made' }, 202: { ...ok, description: 'Begun' } };
const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];

const contract = {
  openapi: '3.0.3',
  info: { title: 'Profile', version: '1.0.0' },
  paths: {
    '/profiles': {
      post: { operationId: 'make', requestBody: { content: json }, responses: { ...created, default: refused } },
    },
    '/profiles/{id}': {
      parameters,
      get: { operationId: 'read', responses: { 200: ok, 304: { description: 'As you have it' }, default: refused } },
      delete: { operationId: 'remove', responses: { 204: { description: 'Gone' }, default: refused } },
    },
    '/operations/{id}': {
      parameters,
      get: { operationId: 'follow', responses: { 200: ok, 304: { description: 'As you have it' }, default: refused } },
    },
  },
};
