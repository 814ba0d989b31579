import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import { createProxyServer } from 'http-proxy-3';
import { routes, type Urls } from './parts.ts';

export interface GatewayOptions {
  port: number;
  urls: Urls;
  /** Answers what no route fits. */
  site: RequestHandler;
}

/** One address in front of everything. It adds no prefix to what services show, so their hrefs stay true. */
export function createGateway({ urls, site }: Omit<GatewayOptions, 'port'>): Express {
  const app = express();
  app.disable('x-powered-by');
  for (const { prefix, part, strip } of routes) {
    const target = urls[part];
    if (target) app.use(prefix, passOn(target, prefix, strip === true));
  }
  app.use(site);
  return app;
}

/** Express takes the prefix off `request.url`; it is put back unless the route strips it. */
function passOn(target: string, prefix: string, strip: boolean): RequestHandler {
  const proxy = createProxyServer({ target, xfwd: true, proxyTimeout: 30_000 });
  proxy.on('proxyRes', ({ headers }) => {
    if (strip && headers.location?.startsWith('/')) headers.location = prefix + headers.location;
  });
  return (request, response) => {
    if (!strip) request.url = request.originalUrl;
    proxy.web(request, response, {}, () => {
      if (response.headersSent) return void response.destroy();
      const problem = {
        type: 'about:blank',
        title: 'Bad Gateway',
        status: 502,
        detail: 'The service does not answer.',
      };
      response.status(502).type('application/problem+json').json(problem);
    });
  };
}

/** Listens on 127.0.0.1 alone. Rejects with a sentence when the port is taken. */
export async function listen(options: GatewayOptions): Promise<Server> {
  const server = createServer(createGateway(options)).listen(options.port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') throw error;
    const next = `Stop what listens there, or choose another port: npm start -- --port ${options.port + 1}`;
    throw new Error(`Port ${options.port} is taken. ${next}`, { cause: error });
  }
}
