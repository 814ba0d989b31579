import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

/** A server of its own process, and the means to ask it. */
export interface Server extends AsyncDisposable {
  origin: string;
  ask(request: Request): Promise<{ status: number; body: unknown }>;
}

export interface Request {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

/** Starts `node file` with PORT and `settings`, and waits until it answers. */
export async function startServer(file: string, cwd: string, settings: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const env = { PATH: process.env.PATH, PORT: String(port), ...settings };
  const child = spawn(process.execPath, [file], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const origin = `http://127.0.0.1:${port}`;
  const pool = new Pool(origin, { connections: 16 });
  const ask: Server['ask'] = async ({ method, path, body, headers: further }) => {
    const headers = { ...(body && { 'content-type': 'application/json' }), ...further };
    const answer = await pool.request({ method, path, headers, body: body ? JSON.stringify(body) : null });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  const stop = async () => {
    await pool.destroy();
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  await answering(ask, child, stop);
  return { origin, ask, [Symbol.asyncDispose]: stop };
}

const START_LIMIT_MS = 20_000;

async function answering(ask: Server['ask'], child: { exitCode: number | null }, stop: () => Promise<void>) {
  for (const start = performance.now(); ; await pause(20)) {
    const answered = await ask({ method: 'GET', path: '/health' }).then(
      () => true,
      () => false,
    );
    if (answered) return;
    if (child.exitCode === null && performance.now() - start < START_LIMIT_MS) continue;
    await stop();
    throw new Error('the server did not start');
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}
