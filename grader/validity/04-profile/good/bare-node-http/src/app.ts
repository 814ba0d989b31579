import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { docsPage, openapi } from './docs.ts';
import { type Answer, type Handler, json, problemOf, Refusal, readBody } from './exchange.ts';
import { handlers, type Parts } from './handlers.ts';

interface Route {
  path: RegExp;
  methods: Record<string, Handler>;
}

/** A client has its answer within 4 s; the rest is for slow machines. */
const BUDGET_MS = 3_900;

/** Finds the route, calls its handler, sends what it gives or what it throws. */
export function createListener(parts: Parts): RequestListener {
  const { read, create, remove, operation, health } = handlers(parts);
  const routes: Route[] = [
    { path: /^\/profiles$/, methods: { POST: create } },
    { path: /^\/profiles\/([^/]+)$/, methods: { GET: read, DELETE: remove } },
    { path: /^\/operations\/([^/]+)$/, methods: { GET: operation } },
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
  const bytes = await readBody(request);
  const deadline = performance.now() + BUDGET_MS;
  const [path = ''] = (request.url ?? '').split('?');
  const route = routes.find((candidate) => candidate.path.test(path));
  if (!route) throw new Refusal(404, 'There is nothing here.');
  const { method = '', headers } = request;
  const methods = Object.keys(route.methods);
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  if (method === 'OPTIONS') return { status: 204, headers: { allow } };
  const handler = route.methods[method === 'HEAD' ? 'GET' : method];
  if (!handler) throw new Refusal(405, `${method} is not for this.`, { headers: { allow } });
  const [, id = ''] = route.path.exec(path) ?? [];
  const origin = headers.host === undefined ? '' : `http://${headers.host}`;
  return handler({ headers, bytes, origin, id: decoded(id), deadline });
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function refuse(error: unknown): Answer {
  if (!(error instanceof Refusal)) {
    console.error(error);
    return refuse(new Refusal(500, 'This is our fault.'));
  }
  const headers = { ...error.headers, 'content-type': 'application/problem+json' };
  return json(error.status, problemOf(error), headers);
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { connection: 'close', ...headers, ...length });
  response.end(method === 'HEAD' ? undefined : body);
}
