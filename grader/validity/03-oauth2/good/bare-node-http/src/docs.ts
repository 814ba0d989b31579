import { readFile } from 'node:fs/promises';
import { type Answer, type Asked, Refusal } from './exchange.ts';

const problem = { description: 'A problem', content: { 'application/problem+json': {} } };
const done = { description: 'Done', content: { 'application/json': {} } };
const responses = (...statuses: number[]) =>
  Object.fromEntries(statuses.map((status) => [status, status < 300 ? done : problem]));

/** The contract, as far as this service writes it down. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'OAuth2', version: '1' },
  paths: {
    '/health': { get: { responses: responses(200, 503) } },
    '/login': { get: { responses: responses(200, 400) } },
    '/login/callback': { get: { responses: responses(200, 400) } },
    '/token': { post: { responses: responses(200, 400) } },
    '/revoke': { post: { responses: responses(200, 400) } },
    '/introspect': { post: { responses: responses(200, 400) } },
    '/me': { get: { responses: responses(200, 400) } },
    '/authorize': { post: { responses: responses(200, 400) } },
    '/.well-known/jwks.json': { get: { responses: responses(200, 400) } },
    '/.well-known/oauth-authorization-server': { get: { responses: responses(200, 400) } },
  },
};

const page = `<!doctype html>
<html lang="en">
  <head><title>OAuth2</title><link rel="stylesheet" href="/api-docs/swagger-ui.css"></head>
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
  if (file === '') return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
  const type = types.get(file);
  if (!type) throw new Refusal(404, 'There is nothing here.');
  const body = await readFile(new URL(import.meta.resolve(`swagger-ui-dist/${file}`)));
  return { status: 200, headers: { 'content-type': type }, body };
}
