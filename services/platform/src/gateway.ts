import { once } from 'node:events';
import { createServer } from 'node:http';
import express, { type Express, type RequestHandler, type Response } from 'express';
import { createProxyServer } from 'http-proxy-3';
import type { Route, Urls } from './parts.ts';

export interface GatewayParts {
  routes: Route[];
  urls: Urls;
  /** Answers what no route fits. */
  site: RequestHandler;
}

/** Longer than any service of the course may take. */
const LIMIT_MS = 30_000;

/** One address in front of everything. It adds no prefix to what services show, so their hrefs stay true. */
export function createGateway({ routes, urls, site }: GatewayParts): Express {
  const app = express();
  app.disable('x-powered-by');
  for (const route of routes) {
    const target = urls[route.part];
    if (!target) continue;
    if (route.strip)
      app.get(
        contractPaths.map((path) => route.prefix + path),
        movedContract(target, route),
      );
    app.use(route.prefix, passOn(target, route));
  }
  app.use(site);
  return app;
}

/** Express takes the prefix off `request.url`; it is put back unless the route strips it. */
function passOn(target: string, { part, prefix, strip }: Route): RequestHandler {
  const proxy = createProxyServer({ target, xfwd: true, proxyTimeout: LIMIT_MS });
  proxy.on('proxyRes', ({ headers }) => {
    if (strip && headers.location?.startsWith('/')) headers.location = prefix + headers.location;
  });
  return (request, response) => {
    if (!strip) request.url = request.originalUrl;
    proxy.web(request, response, {}, () => badGateway(response, part));
  };
}

/** Where a service shows its contract: by itself, and within Swagger UI. */
const contractPaths = ['/openapi.json', '/api-docs/swagger-ui-init.js'];

/** A contract says that its paths begin at `/`. Behind a prefix they begin there; else nothing could be tried out. */
function movedContract(target: string, { part, prefix }: Route): RequestHandler {
  return async (request, response) => {
    const url = target + request.originalUrl.slice(prefix.length);
    const answer = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) }).catch(() => undefined);
    if (!answer) return badGateway(response, part);
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? 'text/plain';
    response
      .status(answer.status)
      .type(type)
      .send(text.replace(/("url":\s*)"\/"/, `$1"${prefix}"`));
  };
}

function badGateway(response: Response, part: string): void {
  if (response.headersSent) return void response.destroy();
  const detail = `The service ${part} does not answer.`;
  const problem = { type: 'about:blank', title: 'Bad Gateway', status: 502, detail };
  response.writeHead(502, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}

/** Listens on 127.0.0.1 alone. Rejects with a sentence when the port is taken. */
export async function openGateway(port: number, parts: GatewayParts): Promise<AsyncDisposable> {
  const server = createServer(createGateway(parts)).listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new Error(refusal(port, error.code), { cause: error });
  });
  return {
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function refusal(port: number, code = ''): string {
  const reason = { EADDRINUSE: 'is taken', EACCES: 'is for root alone' }[code] ?? `cannot be used (${code})`;
  return `Port ${port} ${reason}. Choose another: npm start -- --port ${port + 1} (or the setting GATEWAY_PORT).`;
}
