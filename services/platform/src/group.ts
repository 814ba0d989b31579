import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

export interface Command {
  /** Program and arguments. */
  words: [string, ...string[]];
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Told of each line it prints. */
  onLine?: (line: string) => void;
  /** It ends with the group of this process, and has none of its own. */
  joined?: boolean;
}

const STOP_LIMIT_MS = 6_000;
const LINES_KEPT = 15;

/** A command and all that it starts, in a process group of its own: disposed of, none of them is left. */
export class Group implements AsyncDisposable {
  readonly pid: number;
  /** Resolves with the exit code when the command has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Resolves when nothing of it holds its output any more. */
  readonly #silent: Promise<unknown>;
  readonly #lines: string[] = [];

  constructor({ words: [program, ...words], folder, env, onLine, joined = false }: Command) {
    const child = spawn(program, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: !joined });
    this.pid = child.pid ?? 0;
    this.ended = once(child, 'exit').then(([code]) => code as number | null);
    this.#silent = once(child, 'close');
    for (const end of [this.ended, this.#silent]) end.catch(() => undefined);
    this.#keepLines(child, onLine);
  }

  /** What it printed last, once it has said all. */
  async lastLines(): Promise<string> {
    await within(500, this.#silent);
    return this.#lines.join('\n');
  }

  /** SIGTERM to all of the group; SIGKILL to what is left after 6 s. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (await within(0, this.#silent)) return;
    signalGroup(this.pid, 'SIGTERM');
    if (await within(STOP_LIMIT_MS, this.#silent)) return;
    signalGroup(this.pid, 'SIGKILL');
    await this.ended;
  }

  #keepLines({ stdout, stderr }: ChildProcess, onLine?: (line: string) => void): void {
    for (const input of [stdout, stderr]) {
      if (!input) continue;
      createInterface({ input }).on('line', (line) => {
        this.#lines.push(line);
        onLine?.(line);
        if (this.#lines.length > LINES_KEPT) this.#lines.shift();
      });
    }
  }
}

/** Signals every process of a group; one that is gone is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function within(ms: number, end: Promise<unknown>): Promise<boolean> {
  const settled = end.then(
    () => true,
    () => true,
  );
  return await Promise.race([settled, pause(ms, false, { ref: false })]);
}
