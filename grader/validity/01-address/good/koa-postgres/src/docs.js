import { readFile } from 'node:fs/promises';
import { Problem } from './problem.js';

const answers = (...statuses) => Object.fromEntries(statuses.map((status) => [status, { description: `${status}` }]));
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

const description = {
  openapi: '3.1.1',
  info: { title: 'Addresses of the United States', version: '2027.1' },
  paths: {
    '/addresses/{id}': {
      get: { parameters: [id], responses: answers(200, 304, 404) },
      put: { parameters: [id], responses: answers(200, 404, 409, 412, 422, 428, 503) },
      delete: { parameters: [id], responses: answers(204, 404, 412, 428) },
    },
    '/addresses': {
      get: { responses: answers(200, 400) },
      post: { responses: answers(200, 201, 400, 413, 415, 422, 503) },
    },
    '/address-pages/{id}': { get: { parameters: [id], responses: answers(200, 400) } },
    '/health': { get: { responses: answers(200, 503) } },
  },
};

export function contract(context) {
  context.type = 'application/vnd.oai.openapi+json; version=3.1';
  context.body = JSON.stringify(description);
}

const page = (await readFile(new URL(import.meta.resolve('swagger-ui-dist/index.html')), 'utf8')).replace(
  /<script src="[^"]*initializer\.js"[^>]*><\/script>/,
  '<script>window.onload = () => SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui" });</script>',
);

/** `/api-docs` redirects, so that the page's own relative references hold. */
export async function swaggerUi(context, file) {
  if (context.req.url === '/api-docs') return context.redirect('/api-docs/');
  if (file === '') {
    context.type = 'html';
    context.body = page;
    return;
  }
  if (!/^[\w-]+\.(css|js|png)$/.test(file)) throw new Problem(404, 'No such file.');
  context.type = file.split('.').at(-1);
  context.body = await readFile(new URL(import.meta.resolve(`swagger-ui-dist/${file}`))).catch(() => {
    throw new Problem(404, 'No such file.');
  });
}
