import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, type ServerResponse, STATUS_CODES } from 'node:http';
import { docsPage, openapi } from './docs.ts';
import { type Answer, type Handler, json, Refusal } from './exchange.ts';
import { handlers, type Parts } from './handlers.ts';

interface Route {
  path: RegExp;
  methods: Record<string, Handler>;
}

/** Finds the route, calls its handler, sends what it gives or what it throws. */
export function createListener(parts: Parts): RequestListener {
  const { list, create, read, replace, patch, remove, address, link, unlink, health } = handlers(parts);
  const routes: Route[] = [
    { path: /^\/persons$/, methods: { GET: list, POST: create } },
    { path: /^\/persons\/([^/]+)$/, methods: { GET: read, PUT: replace, PATCH: patch, DELETE: remove } },
    { path: /^\/persons\/([^/]+)\/address$/, methods: { GET: address, PUT: link, DELETE: unlink } },
    { path: /^\/health$/, methods: { GET: health } },
    { path: /^\/openapi\.json$/, methods: { GET: () => json(200, openapi) } },
    { path: /^\/api-docs\/?([\w.-]*)$/, methods: { GET: docsPage } },
  ];
  return async (request, response) => {
    const answer = await answerTo(request, routes).catch(refuse);
    send(request, response, answer);
  };
}

async function answerTo(request: IncomingMessage, routes: Route[]): Promise<Answer> {
  const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s);
  const route = routes.find((candidate) => candidate.path.test(path));
  if (!route) throw new Refusal(404, 'There is nothing here.');
  const { method = '' } = request;
  const allow = [...Object.keys(route.methods), 'HEAD', 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') return { status: 204, headers: { allow } };
  const handler = route.methods[method === 'HEAD' ? 'GET' : method];
  if (!handler) throw new Refusal(405, `${method} is not for this.`, { headers: { allow } });
  const [, id = ''] = route.path.exec(path) ?? [];
  return handler({ request, id, query: new URLSearchParams(search), origin: `http://${request.headers.host}` });
}

function refuse(error: unknown): Answer {
  if (!(error instanceof Refusal)) {
    console.error(error);
    return refuse(new Refusal(500, 'This is our fault.'));
  }
  const { status, message: detail, headers, errors } = error;
  const title = STATUS_CODES[status];
  const type = `https://problems.example/${status}`;
  const problem = { type, title, status, detail, instance: `urn:uuid:${randomUUID()}`, errors };
  return json(status, problem, { ...headers, 'content-type': 'application/problem+json' });
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { connection: 'close', ...headers, ...length });
  response.end(method === 'HEAD' ? undefined : body);
}
