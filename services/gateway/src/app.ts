import { health } from '@seeka/kit/health';
import { answerProblems, Problem } from '@seeka/kit/problem';
import { continueTrace } from '@seeka/kit/trace';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { Authorizer } from './authorizer.ts';
import { docs } from './docs.ts';
import { guard } from './guard.ts';
import { type Limits, passOn } from './proxy.ts';
import type { Urls } from './settings.ts';
import { match, type Row } from './table.ts';

export interface Parts {
  urls: Urls;
  limits: Limits;
}

/** Every request passes through these lines from top to bottom. It adds no prefix, so hrefs stay true behind it. */
export function createApp({ urls, limits }: Parts): Express {
  const app = express();
  app.disable('etag').disable('x-powered-by');
  app.use(traced);
  app.get('/health', health());
  app.use(docs(urls));
  app.use(routed(urls, limits));
  app.use(answerProblems);
  return app;
}

/** From here on every request has a trace; what a client says of proxies before this one is not believed. */
const traced: RequestHandler = ({ headers }, _response, next) => {
  const incoming = headers.traceparent as string | undefined;
  headers.traceparent = continueTrace(incoming);
  // Vendors' data on a trace that does not go on means nothing (W3C Trace Context §4.3).
  if (headers.traceparent.slice(3, 35) !== incoming?.slice(3, 35)) delete headers.tracestate;
  for (const name of Object.keys(headers)) if (/^(x-)?forwarded(-|$)/.test(name)) delete headers[name];
  next();
};

function routed(urls: Urls, limits: Limits): RequestHandler {
  const authorizer = urls.oauth2 ? new Authorizer(urls.oauth2) : undefined;
  const pass = passOn(limits);
  return async (request, response) => {
    const [path = '/'] = request.originalUrl.split('?');
    const found = match(request.method, path);
    if (found.kind === 'method') return refuseMethod(request, response, found.allow);
    const row = found.kind === 'row' ? found.row : undefined;
    if (row?.guarded) await guard(authorizer, request, path);
    const service = row?.service ?? 'site';
    const target = urls[service];
    if (!target) throw new Problem(503, `The service ${service} is not in use here.`);
    request.url = insideUrl(request, row);
    const onAnswer = path === '/revoke' ? () => authorizer?.forget() : undefined;
    pass(request, response, { service, target, ...(onAnswer && { onAnswer }) });
  };
}

function refuseMethod({ method }: Request, response: Response, allow: string[]): void {
  const headers = { Allow: allow.join(', ') };
  if (method !== 'OPTIONS') throw new Problem(405, 'This path does not have that method.', { headers });
  response.status(204).set(headers).end();
}

function insideUrl({ originalUrl }: Request, row: Row | undefined): string {
  return row?.strip ? originalUrl.slice(row.strip.length) : originalUrl;
}
