import type { RequestListener } from 'node:http';
import { continueTrace } from './trace.ts';

/** Logs each request on one line that begins with its trace id. From here on, every request has a valid `traceparent`. */
export function logged(app: RequestListener): RequestListener {
  return (request, response) => {
    const began = performance.now();
    const { headers, method, url = '' } = request;
    headers.traceparent = continueTrace(headers.traceparent as string | undefined);
    const traceId = headers.traceparent.slice(3, 35);
    // A query may hold names, e-mail addresses, or the code of a log-on.
    const [path = ''] = url.split('?');
    const log = () => {
      const status = response.writableFinished ? response.statusCode : 'cut off';
      console.log(`${traceId} ${method} ${path} ${status} ${(performance.now() - began).toFixed(1)} ms`);
    };
    // Whoever watches a service asks several times a second.
    if (path !== '/health') response.once('close', log);
    app(request, response);
  };
}
