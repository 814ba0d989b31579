import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { delimiter, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandOf } from './command.ts';
import { Group } from './group.ts';
import type { Part } from './parts.ts';

const START_LIMIT_MS = 60_000;
/** Who accepts a connection may yet never answer. */
const TRY_MS = 2_000;

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
    const signal = AbortSignal.any([over, AbortSignal.timeout(TRY_MS)]);
    const answer = await fetch(`${url}/health`, { signal }).catch(() => undefined);
    if (answer?.ok || over.aborted) return !over.aborted;
  }
  throw new Error(`${name} did not answer within ${START_LIMIT_MS / 1_000} s.`);
}

// Below what Linux (from 32768) and macOS (from 49152) give to outgoing connections and to whoever listens on port 0:
// nobody gets it by chance before the service starts.
const PORTS = { first: 20_000, count: 12_000 };
/** Never the same for two who ask at once. */
let turn = randomInt(PORTS.count);

/** A URL of this machine alone, at a port that nobody listens on. */
export async function freeUrl(): Promise<string> {
  turn += 1;
  const port = PORTS.first + (turn % PORTS.count);
  const probe = createServer().listen(port, '127.0.0.1');
  const taken = await once(probe, 'listening').catch((error: NodeJS.ErrnoException) => error);
  if (taken instanceof Error && taken.code !== 'EADDRINUSE') throw taken;
  if (taken instanceof Error) return await freeUrl();
  await once(probe.close(), 'close');
  return `http://127.0.0.1:${port}`;
}
