import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Dispatcher } from 'undici';
import type { Exit } from '../types.ts';
import type { Output } from './output.ts';
import type { Usage } from './processes.ts';

/** Where one start of a submission runs: a sandbox, or a group of processes of this machine. */
export interface Cell {
  /** PORT, as the submission sees it. */
  readonly port: number;
  /** Further ports inside it that are the grader's. */
  readonly relayed: number[];
  /** Carries requests to PORT. */
  readonly dispatcher: Dispatcher;
  /** How the start command ended; everything else in the cell ends with it. */
  readonly exited: Promise<Exit>;
  /** Runs the start command, with these settings and nothing else of this process's environment. */
  begin(line: string, settings: Record<string, string>): Promise<void>;
  /** The ports that its processes listen at, those of the grader among them. */
  listening(): Promise<number[]>;
  /** For the process that listens at PORT; for all when there is none. */
  signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** What they use together; undefined when that cannot be told. */
  usage(): Usage | undefined;
  /** Ends all processes, and waits until they have ended. */
  kill(): Promise<void>;
}

/** Follows a process to its end. By shells' convention, a code above 128 is that of a signal, 128 + its number. */
export function exitOf(child: ChildProcess, output: Output): Promise<Exit> {
  for (const stream of [child.stdout, child.stderr]) if (stream) output.follow(stream);
  const { promise, resolve } = Promise.withResolvers<Exit>();
  child.once('exit', (code, signal) => resolve(signal ? { code, signal } : namedExit(code ?? 0)));
  child.once('error', (error) => {
    output.add(`${error.message}\n`);
    resolve({ code: 127, signal: null });
  });
  return promise;
}

function namedExit(code: number): Exit {
  const named = Object.entries(constants.signals).find(([, number]) => code === 128 + number);
  return named ? { code: null, signal: named[0] as NodeJS.Signals } : { code, signal: null };
}
