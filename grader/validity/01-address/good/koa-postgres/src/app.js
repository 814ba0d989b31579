import Koa from 'koa';
import { collection } from './collection.js';
import { contract, swaggerUi } from './docs.js';
import { item } from './item.js';
import { answerProblems, Problem } from './problem.js';

/** The paths of the service, and the methods of each. */
export function createApp({ addresses, verify }) {
  const app = new Koa();
  const { list, create, page } = collection(addresses, verify);
  const { read, replace, remove } = item(addresses, verify);
  const routes = [
    [/^\/addresses$/, { GET: list, POST: create }],
    [/^\/addresses\/([^/]+)$/, { GET: read, PUT: replace, DELETE: remove }],
    [/^\/address-pages\/([^/]+)$/, { GET: page }],
    [/^\/health$/, { GET: health(addresses) }],
    [/^\/openapi\.json$/, { GET: contract }],
    [/^\/api-docs(?:\/(.*))?$/, { GET: swaggerUi }],
  ];
  app.use(answerProblems);
  app.use((context) => dispatch(context, routes));
  return app;
}

async function dispatch(context, routes) {
  const path = context.req.url.split('?')[0];
  const [pattern, methods] = routes.find(([candidate]) => candidate.test(path)) ?? [];
  if (!methods) throw new Problem(404, 'There is no such path.');
  const allowed = ['OPTIONS', 'HEAD', ...Object.keys(methods)].join(',');
  const { method } = context;
  if (method === 'OPTIONS') {
    context.set('Allow', allowed);
    context.status = 204;
    return;
  }
  const handler = methods[method === 'HEAD' ? 'GET' : method];
  if (!handler) throw new Problem(405, `No ${method} at this path.`, { headers: { Allow: allowed } });
  const [, rest = ''] = pattern.exec(path);
  await handler(context, rest);
}

function health(addresses) {
  return async (context) => {
    if (!(await addresses.areThere())) throw new Problem(503, 'No database.');
    sendJson(context, 200, { status: 'ok' });
  };
}

/** Koa leaves out the body of a HEAD by itself, and keeps its length. */
export function sendJson(context, status, value) {
  context.status = status;
  context.type = 'application/json; charset=utf-8';
  context.body = JSON.stringify(value, undefined, 1);
}
