import type { RequestListener } from 'node:http';
import { traceIdOf } from './trace.ts';

/** Logs each request on one line that begins with the id of its trace, where it has one when it ends. */
export function logged(app: RequestListener): RequestListener {
  return (request, response) => {
    const began = performance.now();
    const { headers, method, url = '' } = request;
    // A query may hold names, e-mail addresses, or the code of a log-on.
    const [path = ''] = url.split('?');
    const log = () => {
      const status = response.writableFinished ? response.statusCode : 'cut off';
      console.log(
        `${traceIdOf(headers.traceparent?.toString()) ?? 'no-trace'} ${method} ${path} ${status} ${(performance.now() - began).toFixed(1)} ms`,
      );
    };
    // Whoever watches a service asks several times a second.
    if (path !== '/health') response.once('close', log);
    app(request, response);
  };
}
