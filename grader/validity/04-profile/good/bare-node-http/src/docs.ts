import { readFile } from 'node:fs/promises';
import { type Answer, type Asked, Refusal } from './exchange.ts';

const problem = { description: 'A problem', content: { 'application/problem+json': {} } };
const done = { description: 'Done', content: { 'application/json': {} } };
const responses = (...statuses: number[]) =>
  Object.fromEntries(statuses.map((status) => [status, status < 300 ? done : problem]));
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

/** The contract, as far as this service writes it down. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'Profile', version: '1' },
  paths: {
    '/health': { get: { responses: responses(200, 503) } },
    '/profiles': { post: { responses: responses(201, 202, 400, 401, 403, 409, 413, 415, 422, 503, 504) } },
    '/profiles/{personId}': {
      parameters: [parameter('personId')],
      get: { responses: responses(200, 304, 401, 403, 404, 503) },
      delete: { responses: responses(204, 401, 403, 404, 412, 428, 503) },
    },
    '/operations/{id}': {
      parameters: [parameter('id')],
      get: { responses: responses(200, 304, 401, 403, 404, 503) },
    },
  },
};

const page = `<!doctype html>
<html lang="en">
  <head><title>Profile</title><link rel="stylesheet" href="/api-docs/swagger-ui.css"></head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/api-docs/swagger-ui-bundle.js"></script>
    <script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui' });</script>
  </body>
</html>`;

const types = new Map([
  ['swagger-ui.css', 'text/css'],
  ['swagger-ui-bundle.js', 'text/javascript'],
]);

/** Swagger UI, and the two files that it loads. */
export async function docsPage({ id: file }: Asked): Promise<Answer> {
  if (!file) return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
  const type = types.get(file);
  if (!type) throw new Refusal(404, 'There is nothing here.');
  const body = await readFile(new URL(import.meta.resolve(`swagger-ui-dist/${file}`)));
  return { status: 200, headers: { 'content-type': type }, body };
}
