import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

const bin = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command to its end, as `npx` would: with the pinned Node first on the path. */
export function seeka(...words: string[]): Promise<Run> {
  return seekaWith({}, ...words);
}

/** The same, with something changed in its environment. */
export async function seekaWith(changes: Record<string, string>, ...words: string[]): Promise<Run> {
  return await ending(start(words, changes));
}

async function ending(command: ChildProcess): Promise<Run> {
  const output = collect(command);
  const [code] = (await once(command, 'close')) as [number | null];
  return { code, ...output };
}

/** A command that runs until it is interrupted. */
export interface Session extends AsyncDisposable {
  /** Resolves with what was printed since the last call, once it matches. */
  printed(pattern: RegExp): Promise<string>;
  /** Resolves when the command ends by itself. */
  readonly ended: Promise<Run>;
  /** Ctrl-C, which comes twice under npx; resolves with the exit code. */
  interrupt(): Promise<number | null>;
  /** `kill -9`; resolves when nobody that it has started prints any more. */
  kill(): Promise<void>;
}

export function startSeeka(...words: string[]): Session {
  return startSeekaWith({}, ...words);
}

/** The same, with something changed in its environment. */
export function startSeekaWith(changes: Record<string, string>, ...words: string[]): Session {
  const command = start(words, changes);
  const output = collect(command);
  const ended = ending(command);
  let read = 0;
  return {
    ended,
    async printed(pattern) {
      while (output.stdout.slice(read).search(pattern) < 0) await more(command, ended);
      const text = output.stdout.slice(read);
      read = output.stdout.length;
      return text;
    },
    async interrupt() {
      command.kill('SIGINT');
      command.kill('SIGINT');
      return (await ended).code;
    },
    async kill() {
      command.kill('SIGKILL');
      await ended;
    },
    async [Symbol.asyncDispose]() {
      await this.interrupt();
    },
  };
}

/** Resolves when the command has printed more. */
async function more({ stdout }: ChildProcess, ended: Promise<Run>): Promise<void> {
  const end = await Promise.race([once(stdout as Readable, 'data').then(() => undefined), ended]);
  if (end) throw new Error(`It has ended: ${JSON.stringify(end)}`);
}

function start(words: string[], changes: Record<string, string> = {}): ChildProcess {
  const { FORCE_COLOR: _, ...rest } = process.env;
  const env = { ...rest, PATH: `${dirname(process.execPath)}:${process.env.PATH}`, NODE_OPTIONS: '', ...changes };
  return spawn(process.execPath, [bin, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function collect({ stdout, stderr }: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  stdout?.on('data', (chunk) => {
    output.stdout += chunk;
  });
  stderr?.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return output;
}

/** A folder of its own for one test, with these files in it. */
export async function temporaryFolder(files: Record<string, string> = {}) {
  const path = await mkdtemp(join(tmpdir(), 'seeka-test-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
