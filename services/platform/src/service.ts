import { once } from 'node:events';
import { createServer } from 'node:net';
import { delimiter, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandOf } from './command.ts';
import { Group } from './group.ts';
import type { Part } from './parts.ts';

const START_LIMIT_MS = 60_000;

/** A part that runs. */
export interface Service extends AsyncDisposable {
  readonly part: Part;
  readonly url: string;
  readonly pid: number;
  /** Resolves when it answers; with false when it ended before. */
  ready(): Promise<boolean>;
  /** Resolves with what it printed last when it has ended by itself. */
  readonly ended: Promise<string>;
}

export interface ServiceOptions {
  settings: Record<string, string>;
  /** Told of each line it prints. */
  onLine: (line: string) => void;
}

/** Starts a part by its own command, as `npm start` would; it listens on the port of `url`. */
export function startService(part: Part, url: string, { settings, onLine }: ServiceOptions): Service {
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const group = new Group({
    words: commandOf(part),
    folder: part.folder,
    env: { PATH, HOME: process.env.HOME, ...settings, PORT: new URL(url).port },
    onLine,
  });
  const over = new AbortController();
  const ended = group.ended.finally(() => over.abort()).then(() => group.lastLines());
  return {
    part,
    url,
    pid: group.pid,
    ready: () => answering(part.name, url, over.signal),
    ended,
    [Symbol.asyncDispose]: () => group[Symbol.asyncDispose](),
  };
}

async function answering(name: string, url: string, over: AbortSignal): Promise<boolean> {
  for (const limit = performance.now() + START_LIMIT_MS; performance.now() < limit; await pause(20)) {
    const answer = await fetch(`${url}/health`, { signal: over }).catch(() => undefined);
    if (answer?.ok || over.aborted) return !over.aborted;
  }
  throw new Error(`${name} did not answer within ${START_LIMIT_MS / 1_000} s.`);
}

/** A URL of this machine alone, at a port that nobody listens on. */
export async function freeUrl(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return `http://127.0.0.1:${port}`;
}
