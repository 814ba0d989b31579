import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.ts';
import type { Limits } from '../../src/proxy.ts';
import type { Urls } from '../../src/settings.ts';

export interface Listening extends AsyncDisposable {
  origin: string;
}

/** Serves over real HTTP, at a port of the system's choice. */
export async function listen(app: RequestListener): Promise<Listening> {
  const server = createServer(app);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  };
  return { origin: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close };
}

export const gateway = (urls: Urls, limits: Limits = { timeMs: 2_000, bodyBytes: 1_000 }) =>
  listen(createApp({ urls, limits }));

export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A service that answers 200 to everything, and what it was asked. */
export async function echo(): Promise<Listening & { seen: Seen[] }> {
  const seen: Seen[] = [];
  const listening = await listen(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const chunks = await Array.fromAsync(request).catch(() => []);
    seen.push({ method, url, headers, body: Buffer.concat(chunks as Buffer[]).toString() });
    response.setHeader('Location', '/addresses/1');
    response.end(`${method} ${url}`);
  });
  return { ...listening, seen };
}

/** A log-on service whose authorizer says what `answers` says of a token; 200 to all else. */
export async function oauth2(answers: Record<string, unknown>): Promise<Listening & { asked: unknown[] }> {
  const asked: unknown[] = [];
  const listening = await listen(async (request, response) => {
    const body = Buffer.concat((await Array.fromAsync(request)) as Buffer[]).toString();
    if (request.url !== '/authorize') return response.end('{}');
    const question = JSON.parse(body) as { token: string };
    asked.push(question);
    response.end(JSON.stringify(answers[question.token] ?? { allow: false, reason: 'invalid_token' }));
  });
  return { ...listening, asked };
}

/** A token as the authorizer would find it valid, until so many seconds from now. */
export function tokenUntil(seconds: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: Math.floor(Date.now() / 1_000) + seconds })}.x`;
}
