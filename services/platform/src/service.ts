import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from './parts.ts';

/** A service that runs in a process group of its own. */
export interface Running extends AsyncDisposable {
  readonly part: Part;
  readonly url: string;
  readonly pid: number;
  /** Resolves when it has ended, with its last lines. */
  readonly ended: Promise<string>;
}

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 6_000;

/** Starts a service by its own command, `npm start` without npm, and waits until it answers. */
export async function startService(part: Part, settings: Record<string, string>): Promise<Running> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--run', 'start'], {
    cwd: part.folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const lines = lastLines(child);
  const running: Running = {
    part,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    ended: once(child, 'exit').then(() => lines.join('\n')),
    [Symbol.asyncDispose]: () => stop(child),
  };
  await answering(running);
  return running;
}

async function answering({ part, url, ended }: Running): Promise<void> {
  const gone = ended.then((said) => Promise.reject(new Error(`${part.name} has ended:\n${said}`)));
  for (const limit = performance.now() + START_LIMIT_MS; ; await Promise.race([pause(20), gone])) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return void gone.catch(() => undefined);
    if (performance.now() > limit) throw new Error(`${part.name} did not answer within ${START_LIMIT_MS / 1_000} s.`);
  }
}

/** SIGTERM to the whole group, then SIGKILL. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  signalGroup(child.pid, 'SIGTERM');
  await Promise.race([exit, pause(STOP_LIMIT_MS, undefined, { ref: false })]);
  // What the command has left behind, or what did not stop.
  signalGroup(child.pid, 'SIGKILL');
  await exit;
}

/** Signals every process of a group; one that is gone is no error. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const LINES_KEPT = 12;

function lastLines({ stdout, stderr }: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.trimEnd().split('\n'));
      lines.splice(0, lines.length - LINES_KEPT);
    });
  }
  return lines;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
