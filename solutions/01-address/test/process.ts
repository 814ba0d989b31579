import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { send } from './client.ts';

/** The service as its own process. */
export interface Service {
  origin: string;
  process: ChildProcess;
  output(): string;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string>;
  /** Sends the signal, and waits for the end. */
  end(signal: NodeJS.Signals): Promise<number | string>;
}

export function start(settings: Record<string, string>): Service {
  const folder = join(import.meta.dirname, '..');
  const child = spawn(process.execPath, ['src/server.ts'], { cwd: folder, env: { ...settings } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { origin: `http://127.0.0.1:${settings.PORT}`, process: child, output: () => printed, ended, end };
}

/** Resolves when /health answers with this status. */
export async function health(origin: string, status: number): Promise<void> {
  for (;;) {
    const answer = await send(origin, 'GET', '/health').catch(() => undefined);
    if (answer?.status === status) return;
    await setTimeout(20);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

/** Passes a port on to another, until it is cut. */
export async function relay(port: number, target: URL): Promise<{ cut(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const cut = async () => {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), 'close');
  };
  return { cut };
}
