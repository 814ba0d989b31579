import { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { answerProblems, Problem } from '@seeka/kit/problem';
import type { Request, Response } from 'express';
import { createProxyServer } from 'http-proxy-3';

export interface Limits {
  timeMs: number;
  bodyBytes: number;
}

/** Where one request goes. */
export interface Passage {
  /** In words, for problems. */
  service: string;
  /** Origin of the service. */
  target: string;
  /** Told when the service has answered, before the client is; or when it has not. */
  onAnswer?: () => void;
}

/** Passes requests on, one way for all. What goes wrong is answered as problem+json: 413, 502, 503, 504. */
export function passOn(limits: Limits) {
  const proxy = createProxyServer({ xfwd: true, agent: new Agent({ keepAlive: true }) });
  const calls = new WeakMap<IncomingMessage, ClientRequest>();
  const listeners = new WeakMap<IncomingMessage, () => void>();
  proxy.on('proxyReq', (call, request) => calls.set(request, call));
  proxy.on('proxyRes', (answer, request, response) => {
    listeners.get(request)?.();
    // What is cut off must not look whole.
    answer.once('close', () => answer.complete || response.destroy());
  });
  return (request: Request, response: Response, { service, target, onAnswer }: Passage): void => {
    if (onAnswer) listeners.set(request, onAnswer);
    const refuse = (problem: Problem) => {
      onAnswer?.();
      if (response.headersSent) response.destroy();
      else answerProblems(problem, request, response, () => undefined);
      request.unpipe();
      calls.get(request)?.destroy();
    };
    const late = () => refuse(new Problem(504, `The service ${service} took longer than ${limits.timeMs} ms.`));
    const timer = setTimeout(late, limits.timeMs);
    response.once('close', () => {
      clearTimeout(timer);
      onAnswer?.();
    });
    limitBody(request, limits.bodyBytes, refuse);
    if (response.headersSent) return;
    proxy.web(request, response, { target }, (error) => {
      if (!response.writableEnded) refuse(broken(service, error as NodeJS.ErrnoException));
    });
  };
}

function limitBody(request: Request, limit: number, refuse: (problem: Problem) => void): void {
  const tooLarge = () =>
    new Problem(413, `The body is larger than ${limit} bytes.`, { headers: { Connection: 'close' } });
  const { 'content-length': length = 0, 'transfer-encoding': unknownLength } = request.headers;
  if (Number(length) > limit) refuse(tooLarge());
  if (unknownLength === undefined) return;
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= limit) return;
    request.off('data', count);
    refuse(tooLarge());
  };
  request.on('data', count);
}

/** Not reached: try again later. Reached, and broken off: nobody knows what has been done. */
function broken(service: string, cause: NodeJS.ErrnoException): Problem {
  const notReached = /^E(CONNREFUSED|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$/.test(cause.code ?? '');
  if (!notReached) return new Problem(502, `The service ${service} broke off its answer.`, { cause });
  return new Problem(503, `The service ${service} is down.`, { cause, headers: { 'Retry-After': '2' } });
}
