import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A command and every process that it starts; disposing ends them all. */
export interface Child extends AsyncDisposable {
  /** How the command ended, e.g. "exit code 1". */
  readonly ended: Promise<string>;
}

/** An honest service ends within 5 s of SIGTERM (A16). */
const END_LIMIT_MS = 5_000;

/** Ends the group when nobody holds the other end of descriptor 3 any more, as after `kill -9` of this process. */
const KEEPER = "{ cat <&3; trap '' TERM; kill -TERM 0; sleep 5; kill -KILL 0; } > /dev/null 2>&1 & exec 3<&-";

/** Runs a line of `sh` in a process group of its own; it prints where this process prints, and ends with it. */
export function startLine(line: string, options: { cwd: string; env: NodeJS.ProcessEnv }): Child {
  const command = spawn('/bin/sh', ['-c', `${KEEPER}\n${line}`], {
    ...options,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  (command.stdio[3] as Socket).on('error', () => undefined).unref();
  const group = command.pid;
  const exit = once(command, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    ended: exit.then(([code, signal]) => signal ?? `exit code ${code}`),
    async [Symbol.asyncDispose]() {
      if (group !== undefined) await endGroup(group);
    },
  };
}

async function endGroup(group: number): Promise<void> {
  signalGroup(group, 'SIGTERM');
  for (const limit = performance.now() + END_LIMIT_MS; signalGroup(group, 0); await pause(20)) {
    if (performance.now() > limit) return void signalGroup(group, 'SIGKILL');
  }
}

/** Whether any process of the group is left. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
